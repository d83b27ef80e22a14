/** The services that are open inside the app, as tabs above the screen. */
import { CloseButton } from '@mantine/core';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Opened } from '../../shared/contract/services.ts';
import { core } from '../app/core.ts';
import { attempt } from '../app/notices.ts';
import { useOpened } from '../app/streams.ts';
import { ToneIcon, type Tone } from '../ui/state-mark.tsx';
import { useOpenedAddresses } from './opened-addresses.ts';
import classes from './services.module.css';

const tones: Record<Opened['state'], Tone> = {
  ready: 'good',
  starting: 'busy',
  healing: 'busy',
  stopped: 'bad',
};
const words = {
  ready: 'states.ready',
  starting: 'states.starting',
  healing: 'frame.reconnecting',
  stopped: 'states.stopping',
} as const;

/** Nothing where nothing is open. */
export function OpenedTabs() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const setAddress = useOpenedAddresses((state) => state.set);
  const opened = useOpened().value ?? [];
  if (opened.length === 0) return null;

  const close = async (id: string) => {
    if (pathname === `/opened/${id}`) await navigate({ to: '/services', search: { id } });
    setAddress(id, undefined);
    await attempt(() => core.services.closeOpened({ id }));
  };

  return (
    <nav className={classes.tabStrip} aria-label={t('frame.openedServices')}>
      <span className={classes.tab}>
        <Link to="/services">{t('frame.services')}</Link>
      </span>
      {opened.map((one, index) => {
        const active = pathname === `/opened/${one.id}`;
        return (
          <span
            key={one.id}
            className={classes.tab}
            data-active={active}
            title={index < 9 ? `Ctrl ${index + 1}` : undefined}
          >
            <Link
              to="/opened/$id"
              params={{ id: one.id }}
              aria-current={active ? 'page' : undefined}
              data-opened-tab
            >
              {one.name}
              <ToneIcon tone={tones[one.state]} />
              <span className="visually-hidden">{t(words[one.state])}</span>
            </Link>
            <CloseButton
              size="sm"
              aria-label={t('frame.closeOpened', { name: one.name })}
              onClick={() => void close(one.id)}
            />
          </span>
        );
      })}
    </nav>
  );
}
