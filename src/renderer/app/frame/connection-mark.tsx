/** How fresh what is shown is: live, as of a time, offline since a time. */
import { useTranslation } from 'react-i18next';
import type { Services } from '../../../shared/contract/services.ts';
import type { Session } from '../../../shared/contract/sign-in.ts';
import type { ConnectionState } from '../../../shared/rpc/connect.ts';
import { ToneIcon, type Tone } from '../../ui/state-mark.tsx';
import { formatMoment } from '../../ui/format.ts';
import { usePipeState } from '../core.ts';
import { useLanguage } from '../language/setup.ts';
import { useServices, useSession } from '../streams.ts';
import classes from './frame.module.css';

export type Freshness =
  | { readonly kind: 'pipe-lost' | 'live' | 'polling' | 'reconnecting' }
  | { readonly kind: 'offline'; readonly since: number }
  | { readonly kind: 'as-of'; readonly at: number };

/** The worst of what is known about the pipe, the network and the services; undefined while nothing is known. */
export function freshness(
  pipe: ConnectionState,
  session?: Session,
  services?: Services,
): Freshness | undefined {
  if (pipe === 'lost') return { kind: 'pipe-lost' };
  if (session?.network.state === 'offline') return { kind: 'offline', since: session.network.since };
  if (!services || services.connection === 'loading') return undefined;
  if (services.connection === 'offline' || services.source === 'stored') {
    return services.asOf === undefined ? { kind: 'reconnecting' } : { kind: 'as-of', at: services.asOf };
  }
  if (services.connection === 'reconnecting') return { kind: 'reconnecting' };
  return { kind: services.source === 'poll' ? 'polling' : 'live' };
}

const tones: Record<Freshness['kind'], Tone> = {
  live: 'good',
  polling: 'good',
  reconnecting: 'busy',
  'as-of': 'warn',
  offline: 'warn',
  'pipe-lost': 'bad',
};

/** The mark in the top bar. */
export function ConnectionMark() {
  const { t } = useTranslation();
  const language = useLanguage();
  const fresh = freshness(usePipeState(), useSession().value, useServices().value);
  if (!fresh) return null;
  const moment = (at: number) => formatMoment(at, Date.now(), language);
  const words = () => {
    switch (fresh.kind) {
      case 'live':
        return t('frame.live');
      case 'polling':
        return t('frame.polling');
      case 'reconnecting':
        return t('frame.reconnecting');
      case 'pipe-lost':
        return t('frame.pipeLost');
      case 'offline':
        return t('frame.offlineSince', { time: moment(fresh.since) });
      case 'as-of':
        return t('frame.asOf', { time: moment(fresh.at) });
    }
  };
  return (
    <span className={classes.connection} role="status" title={words()}>
      <ToneIcon tone={tones[fresh.kind]} />
      <span className={classes.connectionWord}>{words()}</span>
    </span>
  );
}
