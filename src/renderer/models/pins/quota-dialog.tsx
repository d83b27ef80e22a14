/** How much room models may take on this laptop. */
import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes } from '../../ui/format.ts';
import classes from '../models.module.css';

const gibibyte = 2 ** 30;

/** In GiB; a smaller room lets the models used longest ago go, and says so. */
export function QuotaDialog({
  quota,
  used,
  free,
  onClose,
}: {
  readonly quota: number;
  readonly used: number;
  readonly free: number | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [typed, setTyped] = useState(Math.round((quota / gibibyte) * 10) / 10);
  const bytes = Math.round(typed * gibibyte);
  const save = async () => {
    if (await attempt(() => core.models.setPinQuota({ bytes }))) onClose();
  };
  return (
    <Dialog title={t('models.pins.quotaTitle')} onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <NumberInput
          label={t('models.pins.quotaField')}
          description={
            free === undefined ? undefined : t('models.pins.free', { free: formatBytes(free, language) })
          }
          value={typed}
          onChange={(value) => setTyped(Number(value))}
          min={0.1}
          step={1}
          decimalSeparator={language === 'fr' ? ',' : '.'}
          data-autofocus
        />
        {bytes < used && <p role="status">{t('models.pins.quotaLess')}</p>}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" type="submit" variant="filled" disabled={!(bytes > 0)}>
            {t('models.servers.save')}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
