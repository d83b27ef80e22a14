/** Asks before a server is forgotten: its credentials cannot be brought back. */
import { Button, Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import { Dialog } from '../../ui/dialog.tsx';
import classes from '../models.module.css';

/** Says what goes and what stays. */
export function ForgetServer({
  server,
  onClose,
}: {
  readonly server: ModelServer;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const forget = async () => {
    onClose();
    if (await attempt(() => core.models.removeModelServer({ id: server.id })))
      await navigate({ to: '/models' });
  };
  return (
    <Dialog title={t('models.servers.forgetTitle', { name: server.name })} onClose={onClose}>
      <div className={classes.form}>
        <p>{t(server.hasSecret ? 'models.servers.forgetSecret' : 'models.servers.forgetText')}</p>
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose}>
            {t('words.cancel')}
          </Button>
          <Button size="sm" variant="filled" data-autofocus onClick={() => void forget()}>
            {t('models.servers.forget')}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
