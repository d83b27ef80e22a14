/** The way to each screen: only what exists. */
import { Tooltip } from '@mantine/core';
import {
  IconApps,
  IconBox,
  IconBroadcast,
  IconDatabase,
  IconHome,
  IconKey,
  IconSchool,
  IconServer2,
  IconSettings,
  IconTags,
  type Icon,
} from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useKeysInForce } from '../keys/use-keys.ts';
import { useLanguage } from '../language/setup.ts';
import { useServices } from '../streams.ts';
import classes from './frame.module.css';

const places = [
  { to: '/', name: 'home', icon: IconHome },
  { to: '/catalog', name: 'catalog', icon: IconApps },
  { to: '/services', name: 'services', icon: IconServer2 },
  { to: '/storage', name: 'storage', icon: IconDatabase },
  { to: '/secrets', name: 'secrets', icon: IconKey },
  { to: '/annotation', name: 'annotation', icon: IconTags },
  { to: '/training', name: 'training', icon: IconSchool },
  { to: '/models', name: 'models', icon: IconBox },
  { to: '/serving', name: 'serving', icon: IconBroadcast },
  { to: '/settings', name: 'settings', icon: IconSettings },
] as const satisfies readonly { to: string; name: string; icon: Icon }[];

/** Where a path belongs in the navigation. */
function placeOf(pathname: string): string {
  if (pathname.startsWith('/launch')) return '/catalog';
  if (pathname.startsWith('/opened')) return '/services';
  return `/${pathname.split('/')[1] ?? ''}`;
}

/** The column on the left. */
export function Navigation() {
  const { t } = useTranslation();
  const language = useLanguage();
  const keys = useKeysInForce();
  const here = placeOf(useLocation().pathname);
  const { value: services } = useServices();
  const running =
    services?.services.filter((one) => one.state === 'ready' || one.state === 'starting').length ?? 0;
  return (
    <nav className={classes.nav} aria-label={t('frame.navigation')}>
      {places.map(({ to, name, icon: PlaceIcon }) => (
        <Tooltip
          key={to}
          position="right"
          label={
            <>
              {t(`frame.${name}`)} <KeyHint keys={keys[name]} language={language} />
            </>
          }
        >
          <Link
            to={to}
            className={`${classes.navLink} ${name === 'settings' ? classes.navEnd : ''}`}
            aria-current={here === to ? 'page' : undefined}
          >
            <PlaceIcon size={18} stroke={1.7} aria-hidden="true" />
            <span className={classes.navWord}>{t(`frame.${name}`)}</span>
            {name === 'services' && running > 0 && <span className={classes.navCount}>{running}</span>}
          </Link>
        </Tooltip>
      ))}
    </nav>
  );
}
