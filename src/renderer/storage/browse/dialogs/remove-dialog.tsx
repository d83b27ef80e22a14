/** Asks before objects go for good, and says how many and how much. */
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatBytes } from '../../../ui/format.ts';
import type { Target } from '../browse-store.ts';
import classes from '../storage.module.css';
import { useMeasure } from '../use-measure.ts';
import { counted } from '../words.ts';

/** `versions`: every version goes, also those kept of what was deleted before. */
export function RemoveDialog({
  target,
  versions,
  onClose,
}: {
  readonly target: Target;
  readonly versions: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { objects, bytes, done, failure } = useMeasure(target.selection);
  const amount = t('storage.measure.amount', {
    ...counted(objects, language),
    bytes: formatBytes(bytes, language),
  });
  const title = target.name
    ? t('storage.remove.titleOne', { name: target.name })
    : t('storage.remove.title', counted(target.tally.count, language));
  const remove = async () => {
    onClose();
    await attempt(() => core.storage.remove({ selection: target.selection, versions }));
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={classes.form}>
        <p>{t(versions ? 'storage.remove.allVersions' : 'storage.remove.forGood')}</p>
        <p className={`${classes.strong} num`} role="status">
          {done ? amount : t('storage.measure.soFar', { amount })}
        </p>
        {failure && <FailureView failure={failure} compact />}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose} data-autofocus>
            {t('words.cancel')}
          </Button>
          <Button size="sm" variant="filled" onClick={() => void remove()}>
            {t('storage.remove.action')}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
