/** The first line: where one is, how much there is, how old it is; and what went wrong, with its way out. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { announce } from '../../app/notices.ts';
import { formatBytes, formatMoment } from '../../ui/format.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import { useBrowse } from './browse-context.ts';
import { nameOf } from './place-address.ts';
import classes from './storage.module.css';
import { counted } from './words.ts';

/** Heading and summary. */
export function FirstLine() {
  const { t } = useTranslation();
  const { place, view } = useBrowse();
  const summary = useSummary();
  const isDone = view.state?.state === 'done';
  useEffect(() => {
    if (isDone && summary) announce(summary);
  }, [isDone, summary]);
  return (
    <>
      <h1 className={classes.title} title={`${place.bucket}/${place.prefix}`}>
        {place.prefix ? nameOf(place.prefix).slice(0, -1) || t('storage.path.unnamed') : place.bucket}
      </h1>
      <span className={`${classes.summary} num`}>{summary}</span>
    </>
  );
}

function useSummary(): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const { view, filter, versions } = useBrowse();
  const { state } = view;
  if (!state) return view.failure ? '' : t('storage.standing.asking');
  const objects = Math.max(0, state.matching - state.folders);
  const parts = [
    state.folders > 0 ? t('storage.standing.folders', counted(state.folders, language)) : '',
    objects > 0 || state.folders === 0
      ? versions
        ? t('storage.standing.versions', counted(objects, language))
        : t('storage.standing.objects', counted(objects, language))
      : '',
    state.bytes > 0 ? formatBytes(state.bytes, language) : '',
  ].filter(Boolean);
  const amount = parts.join(', ');
  const matching = filter
    ? t('storage.standing.matching', { ...counted(state.count, language), amount })
    : amount;
  if (state.state === 'listing') return t('storage.standing.listing', { amount: matching });
  return state.state === 'failed' ? t('storage.standing.incomplete', { amount: matching }) : matching;
}

/** What is not as it should be: age, failure. */
export function Standing() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { view, source, isOffline } = useBrowse();
  const failure = view.failure ?? view.state?.failure;
  const asOf = view.state?.asOf;
  if (!failure && asOf === undefined && !isOffline) return null;
  // Kept rows are on screen until the server's first page takes their place.
  const isAsking = asOf !== undefined && !failure && !isOffline;
  return (
    <div className={classes.standing}>
      {(asOf !== undefined || isOffline) && (
        <div className={classes.standingLine}>
          {!isAsking && <ToneIcon tone="warn" />}
          <span className={isAsking ? 'quiet' : ''}>
            {asOf === undefined
              ? t('storage.standing.offline')
              : t(isAsking ? 'storage.standing.refreshing' : 'storage.standing.stored', {
                  time: formatMoment(asOf, Date.now(), language),
                })}
          </span>
        </div>
      )}
      {failure && <FailureView failure={failure} onRetry={() => source?.reload()} compact />}
    </div>
  );
}
