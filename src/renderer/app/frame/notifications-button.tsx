/** The bell with the number of what is unread. */
import { ActionIcon } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNotifications } from '../streams.ts';
import classes from './frame.module.css';
import { toggle } from './frame-state.ts';

/** Opens the notifications. */
export function NotificationsButton() {
  const { t } = useTranslation();
  const unread = (useNotifications().value ?? []).filter((one) => !one.read).length;
  return (
    <ActionIcon
      className={classes.iconButton ?? ''}
      onClick={() => toggle('notifications')}
      aria-label={unread > 0 ? t('frame.notificationsUnread', { count: unread }) : t('frame.notifications')}
    >
      <IconBell size={18} stroke={1.7} />
      {unread > 0 && <span className={classes.badge}>{unread > 99 ? '99+' : unread}</span>}
    </ActionIcon>
  );
}
