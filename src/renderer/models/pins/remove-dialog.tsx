/** Asks before a model leaves this laptop where it could not be fetched again. */
import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Pin } from '../../../shared/contract/models/pins.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatBytes } from '../../ui/format.ts';
import classes from '../models.module.css';

/** Says what goes, and whether it can come back. */
export function RemoveDialog({ pin, onClose }: { readonly pin: Pin; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name =
    pin.version === undefined ? pin.name : `${pin.name} ${t('models.version', { version: pin.version })}`;
  const remove = () => {
    onClose();
    void attempt(() => core.models.unpin({ id: pin.id }));
  };
  return (
    <Dialog title={t('models.pins.removeTitle', { name })} onClose={onClose}>
      <div className={classes.form}>
        <p>
          {t('models.pins.removeText', { size: formatBytes(pin.done, language) })}{' '}
          {pin.from ? t('models.pins.comesBack', { server: pin.from.serverName }) : t('models.pins.gone')}
        </p>
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" variant="filled" data-autofocus onClick={remove}>
            {t('models.pins.remove')}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
