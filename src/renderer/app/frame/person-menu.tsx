/** Who is signed in, and the way out. */
import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { IconLogin, IconLogout, IconSettings } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlatformSummary } from '../../../shared/contract/sign-in.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { core } from '../core.ts';
import { attempt } from '../notices.ts';
import { useSession } from '../streams.ts';
import classes from './frame.module.css';

/** The initials of a name: `Alice Martin` gives `AM`. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return (
    words.length > 1
      ? words
          .map((word) => word[0])
          .slice(0, 2)
          .join('')
      : name.slice(0, 2)
  ).toUpperCase();
}

/** The menu behind the initials. */
export function PersonMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { value: session } = useSession();
  const [unsent, setUnsent] = useState<{ platform: PlatformSummary; count: number }>();
  const current = session?.platforms.find((one) => one.id === session.current);
  if (!current) return null;
  const name = current.person?.name ?? current.person?.userName;

  const signOut = async (platform: PlatformSummary, discardUnsent: boolean) => {
    const answer = await attempt(() => core.signIn.signOut({ id: platform.id, discardUnsent }));
    if (answer?.kind === 'unsent') return setUnsent({ platform, count: answer.count });
    setUnsent(undefined);
    if (answer) await navigate({ to: '/sign-in/$platform', params: { platform: platform.id } });
  };

  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon
            aria-label={
              name ? `${initials(name)} · ${t('frame.signedInAs', { name })}` : `? ${t('frame.person')}`
            }
            size={30}
          >
            <span className={classes.avatar} aria-hidden="true">
              {name ? initials(name) : '?'}
            </span>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {name && <Menu.Label>{t('frame.signedInAs', { name })}</Menu.Label>}
          <Menu.Item
            leftSection={<IconSettings size={16} />}
            onClick={() => void navigate({ to: '/settings' })}
          >
            {t('frame.settings')}
          </Menu.Item>
          {current.state === 'signed-in' ? (
            <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut(current, false)}>
              {t('frame.signOut')}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconLogin size={16} />}
              onClick={() => void navigate({ to: '/sign-in/$platform', params: { platform: current.id } })}
            >
              {t('frame.signIn')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {unsent && (
        <Dialog
          title={t('frame.signOutTitle', { name: unsent.platform.name })}
          onClose={() => setUnsent(undefined)}
        >
          <p>{t('frame.signOutUnsent', { count: unsent.count })}</p>
          <Group>
            <Button onClick={() => setUnsent(undefined)}>{t('words.cancel')}</Button>
            <Button variant="filled" onClick={() => void signOut(unsent.platform, true)}>
              {t('frame.signOutDiscard')}
            </Button>
          </Group>
        </Dialog>
      )}
    </>
  );
}
