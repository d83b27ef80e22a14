/** Who is signed in, and the way out. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconLogin, IconLogout, IconSettings } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../streams.ts';
import classes from './frame.module.css';
import { useSignOut } from './sign-out.tsx';

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
  const signOut = useSignOut();
  const current = session?.platforms.find((one) => one.id === session.current);
  if (!current) return null;
  const name = current.person?.name ?? current.person?.userName;

  return (
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
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut(current)}>
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
  );
}
