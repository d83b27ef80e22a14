/** Puts a nomenclature or a correspondence on S3 for the team, and says how the platform file names it. */
import { Button, Checkbox, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useStoragePlaces } from '../../app/streams.ts';
import { CodeBox } from '../../ui/code-box.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from '../campaigns/campaigns.module.css';
import { objectOf, pathText } from '../campaigns/files/object-path.ts';
import { PathField } from '../campaigns/files/path-field.tsx';
import { fileNameOf, useSharedName, type Shared } from './shared-thing.ts';

/** A path to write to; once it is written, the address and the line of the platform file. */
export function ShareDialog({ what, onClose }: { readonly what: Shared; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const name = useSharedName()(what);
  const { value: places } = useStoragePlaces();
  const profiles = places?.profiles ?? [];
  const [typed, setTyped] = useState<string>();
  const [replaces, setReplaces] = useState(false);
  const [address, setAddress] = useState<string>();
  const [failure, setFailure] = useState<FailureData>();
  const home = places?.home;
  const path =
    typed ??
    (home ? pathText({ ...home, key: `${home.prefix}nomenclatures/${fileNameOf(what)}` }, profiles) : '');
  const to = objectOf(path, profiles);
  const share = async () => {
    if (!to) return;
    setFailure(undefined);
    const { kind: _kind, ...meant } = what;
    try {
      setAddress((await core.annotation.shareNomenclature({ what: meant, to, replace: replaces })).address);
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  return (
    <Dialog title={t('annotation.share.title', { name })} onClose={onClose} size="lg">
      {address === undefined ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            void share();
          }}
        >
          <PathField
            label={t('annotation.share.to')}
            value={path}
            onChange={setTyped}
            wants="object"
            autoFocus
          />
          <Checkbox
            label={t('annotation.share.replace')}
            checked={replaces}
            onChange={(event) => setReplaces(event.currentTarget.checked)}
          />
          {failure && <FailureView failure={failure} compact />}
          <Group justify="flex-end" gap={8}>
            <Button size="sm" onClick={onClose}>
              {t('words.cancel')}
            </Button>
            <Button size="sm" type="submit" variant="filled" disabled={!to}>
              {t('annotation.share.write')}
            </Button>
          </Group>
        </form>
      ) : (
        <div className={classes.form}>
          <p>{t('annotation.share.done', { address })}</p>
          <CodeBox
            text={`"nomenclatures": [${JSON.stringify(address)}]`}
            label={t('annotation.share.line')}
            wrap
          />
        </div>
      )}
    </Dialog>
  );
}
