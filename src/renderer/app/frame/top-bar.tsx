/** The bar at the top: where I am, what I look for, how things stand, who I am. */
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { TransferMark } from '../../storage/transfers/transfer-mark.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useKeysInForce } from '../keys/use-keys.ts';
import { useLanguage } from '../language/setup.ts';
import { Brand } from './brand.tsx';
import { ConnectionMark } from './connection-mark.tsx';
import classes from './frame.module.css';
import { useFrame } from './frame-state.ts';
import { NotificationsButton } from './notifications-button.tsx';
import { PersonMenu } from './person-menu.tsx';
import { PlatformSwitcher } from './platform-switcher.tsx';
import { TaskMenu } from './task-menu.tsx';

/** The top bar. */
export function TopBar() {
  const { t } = useTranslation();
  const language = useLanguage();
  const keys = useKeysInForce();
  const set = useFrame((state) => state.set);
  return (
    <header className={classes.top} aria-label="Sardonyx">
      <Link to="/" className={classes.brand}>
        <Brand />
        <span className={classes.brandWord}>Sardonyx</span>
      </Link>
      <PlatformSwitcher />
      <button
        type="button"
        className={classes.searchButton}
        onClick={() => set('palette', true)}
        aria-haspopup="dialog"
      >
        <IconSearch size={16} aria-hidden="true" />
        <span className={classes.searchLabel}>{t('frame.search')}</span>
        <span className={classes.searchKey}>
          <KeyHint keys={keys.palette} language={language} />
        </span>
      </button>
      <TransferMark />
      <TaskMenu />
      <ConnectionMark />
      <NotificationsButton />
      <PersonMenu />
    </header>
  );
}
