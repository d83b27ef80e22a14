/** Where to copy or move: a path that is typed, or a place that is at hand. */
import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Places } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useBrowseStore, type Target } from '../browse-store.ts';
import { readAddress, s3Address } from '../place-address.ts';
import classes from '../storage.module.css';
import { counted } from '../words.ts';

export interface TransferDialogProps {
  readonly way: 'copy' | 'move';
  readonly target: Target;
  readonly places: Places;
  readonly onClose: () => void;
}

/** Also to another profile. */
export function TransferDialog({ way, target, places, onClose }: TransferDialogProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const offerUndo = useBrowseStore((store) => store.offerUndo);
  const [profile, setProfile] = useState(target.place.profile);
  const [text, setText] = useState(s3Address(target.place.bucket, target.place.prefix));
  const [problem, setProblem] = useState<string>();
  const near = places.bookmarks.filter((one) => one.profile === profile);

  const begin = async () => {
    const read = readAddress(text);
    if (read.kind === 'wrong') {
      setProblem(t(`storage.path.wrong.${read.why}`));
      return;
    }
    onClose();
    const prefix = read.kind === 'place' ? read.prefix : `${read.key}/`;
    const to = { profile, bucket: read.bucket, prefix };
    const begun = await attempt(() => core.storage[way]({ selection: target.selection, to }));
    if (begun && way === 'move') offerUndo({ id: begun.id, kind: 'move', count: target.tally.count });
  };
  const what = target.name || t('storage.list.selected', counted(target.tally.count, language));
  return (
    <Dialog title={t(`storage.transfer.${way}`, { what })} onClose={onClose}>
      <form className={classes.form} onSubmit={(event) => (event.preventDefault(), void begin())}>
        {places.profiles.length > 1 && (
          <NativeSelect
            label={t('storage.transfer.profile')}
            value={profile}
            onChange={(event) => setProfile(event.currentTarget.value)}
            data={places.profiles.map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        <TextInput
          label={t('storage.transfer.to')}
          description={t('storage.transfer.toHint')}
          value={text}
          error={problem}
          spellCheck={false}
          data-autofocus
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(undefined);
          }}
        />
        {near.length > 0 && (
          <div className={classes.choices} role="group" aria-label={t('storage.places.bookmarks')}>
            {near.map((one) => (
              <Button
                key={`${one.bucket}/${one.prefix}`}
                size="compact-sm"
                variant="subtle"
                onClick={() => setText(s3Address(one.bucket, one.prefix))}
              >
                {one.title}
              </Button>
            ))}
          </div>
        )}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled">
            {t(`storage.transfer.${way}Now`)}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
