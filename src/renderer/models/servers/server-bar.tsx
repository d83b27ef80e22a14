/** Which server is shown, how it stands, and what can be done with it. */
import { Button, Menu, NativeSelect } from '@mantine/core';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import classes from '../models.module.css';
import { FreshnessMark } from '../parts/freshness.tsx';
import { useModelServers } from '../parts/model-streams.ts';
import { ForgetServer } from './forget-server.tsx';
import { ServerDialog } from './server-dialog.tsx';

/** The choice of the server, its state, and the menu to change, try or forget it or to add another. */
export function ServerBar({ server, tab }: { readonly server: ModelServer; readonly tab: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const servers = useModelServers().value?.servers ?? [];
  const [open, setOpen] = useState<'add' | 'change' | 'forget'>();
  const go = (id: string) => void navigate({ to: '/models', search: { server: id, tab } });
  const close = () => setOpen(undefined);
  return (
    <div className={classes.serverBar}>
      <NativeSelect
        aria-label={t('models.servers.server')}
        value={server.id}
        data={servers.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => go(event.currentTarget.value)}
      />
      <FreshnessMark {...server} />
      {server.version !== undefined && <span className="quiet num">MLflow {server.version}</span>}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="sm" leftSection={<IconDots size={16} />}>
            {t('models.servers.menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('change')}>{t('models.servers.change')}</Menu.Item>
          {server.from === 'own' && (
            <Menu.Item onClick={() => setOpen('forget')}>{t('models.servers.forget')}</Menu.Item>
          )}
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => setOpen('add')}>
            {t('models.servers.addAnother')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'add' && <ServerDialog onClose={close} onAdded={go} />}
      {open === 'change' && <ServerDialog server={server} onClose={close} />}
      {open === 'forget' && <ForgetServer server={server} onClose={close} />}
    </div>
  );
}
