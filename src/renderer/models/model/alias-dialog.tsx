/** Sets or moves an alias: says what moves from where, and what follows it. */
import { Autocomplete, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { announce } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ToneIcon } from '../../ui/state-mark.tsx';
import classes from '../models.module.css';
import { useServedWhere } from '../parts/served-where.tsx';
import { versionAt } from '../registry/standing.ts';
import { isAlias, offeredAliases } from './alias-rules.ts';
import type { VersionPart } from './version-pane.tsx';

/** `alias` empty: the person names it. Where the alias stands elsewhere meanwhile, nothing moves and the dialog says so. */
export function AliasDialog({
  server,
  detail,
  version,
  alias,
  onClose,
}: VersionPart & { readonly alias: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(alias);
  const [failure, setFailure] = useState<FailureData>();
  const known = detail.model?.aliases ?? [];
  const from = versionAt({ aliases: known }, name);
  const isHere = from === version.version;
  const values = { alias: name, from: from ?? '', to: version.version, name: version.name };
  const move = async () => {
    try {
      await core.models.setAlias({
        server: server.id,
        name: version.name,
        version: version.version,
        alias: name,
        ...(from !== undefined && { expected: from }),
      });
      announce(t('models.alias.done', values));
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const sentence = isHere ? 'here' : from === undefined ? 'new' : 'moves';
  return (
    <Dialog title={t('models.alias.dialog', { version: version.version })} onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isAlias(name) && !isHere) void move();
        }}
      >
        <Autocomplete
          label={t('models.alias.name')}
          value={name}
          onChange={setName}
          data={offeredAliases(known)}
          error={name !== '' && !isAlias(name) && t('models.alias.wrong')}
          openOnFocus={false}
          comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {isAlias(name) && <p role="status">{t(`models.alias.${sentence}`, values)}</p>}
        {isAlias(name) && !isHere && <Follows name={version.name} alias={name} />}
        {failure && <FailureView failure={failure} onRetry={() => void move()} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={!isAlias(name) || isHere}>
            {t(from === undefined ? 'models.alias.set' : 'models.alias.move')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

/** What is in production: what names the alias follows it at its next start, what names a version stays there. */
function Follows({ name, alias }: { readonly name: string; readonly alias: string }) {
  const { t } = useTranslation();
  const { data } = useServedWhere(name);
  if (!data) return null;
  const follows = data.filter(
    ({ version }) => version === undefined || version === alias || version === `@${alias}`,
  );
  const stays = data.filter((one) => !follows.includes(one));
  const names = (all: typeof data) =>
    all
      .map(({ application, version }) =>
        version === undefined ? application : `${application} (${version})`,
      )
      .join(', ');
  return (
    <>
      {follows.length > 0 && (
        <p className={classes.line}>
          <ToneIcon tone="warn" />
          <span>{t('models.alias.follows', { applications: names(follows) })}</span>
        </p>
      )}
      {stays.length > 0 && <p>{t('models.alias.stays', { applications: names(stays) })}</p>}
      {data.length === 0 && <p className="quiet">{t('models.alias.nothingFollows')}</p>}
    </>
  );
}
