/** What the cluster reports about a service, newest first, live. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { createLive, useLive } from '../app/live.ts';
import { formatMoment } from '../ui/format.ts';
import { ToneIcon } from '../ui/state-mark.tsx';
import { Waiting } from '../ui/waiting.tsx';
import classes from './services.module.css';

/** The list of events. */
export function Events({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const stream = useMemo(() => createLive((signal) => core.services.events({ id }, { signal })), [id]);
  const { value: events, failure } = useLive(stream);
  if (!events)
    return failure ? <FailureView failure={failure} /> : <Waiting words={t('services.tabs.events')} />;
  if (events.length === 0) return <p className="quiet">{t('services.noEvents')}</p>;
  return (
    <ul className={classes.events}>
      {events
        .toSorted((a, b) => b.at - a.at)
        .map((event) => (
          <li key={event.id}>
            <ToneIcon tone={event.type === 'Warning' ? 'warn' : 'good'} />
            <span>
              <strong>{event.reason}</strong> <span className="quiet">{event.about}</span>
              {event.count > 1 && (
                <span className="quiet num"> {t('services.times', { count: event.count })}</span>
              )}
            </span>
            <span className="quiet num">{formatMoment(event.at, Date.now(), language)}</span>
            <p>{event.message}</p>
          </li>
        ))}
    </ul>
  );
}
