/** How a question stands: what it does, what it fetched, how long it took. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { announce } from '../../app/notices.ts';
import { formatBytes, formatMoment, formatNumber } from '../../ui/format.ts';
import { StateMark, ToneIcon, type Tone } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { Desk } from './desks.ts';
import classes from './query.module.css';

type State = NonNullable<Desk['run']>['state'];

const tones: Record<State, Tone> = {
  planning: 'busy',
  fetching: 'busy',
  running: 'busy',
  done: 'good',
  failed: 'bad',
  cancelled: 'paused',
};

/** One line; a bar while bytes are fetched. */
export function RunLine({ desk, isOutdated }: { readonly desk: Desk; readonly isOutdated: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(desk.isRunning ? 250 : 3_600_000);
  const { run } = desk;
  const state: State | undefined = desk.failure
    ? 'failed'
    : (run?.state ?? (desk.isRunning ? 'planning' : desk.ran && 'cancelled'));
  const time = (milliseconds: number) =>
    milliseconds < 1_000
      ? t('query.milliseconds', { number: formatNumber(milliseconds, language) })
      : t('query.seconds', {
          number: formatNumber(milliseconds / 1_000, language, milliseconds < 10_000 ? 1 : 0),
        });
  const word =
    state === undefined
      ? ''
      : state === 'fetching'
        ? t('query.states.fetching', {
            fetched: formatBytes(run?.bytesFetched ?? 0, language),
            all: formatBytes(run?.bytesToFetch ?? 0, language),
          })
        : state === 'done'
          ? t('query.states.done', { time: time(run?.milliseconds ?? 0) })
          : t(`query.states.${state}`);
  const rows =
    state === 'done' && run?.rows !== undefined
      ? t('query.rows', { count: run.rows, number: formatNumber(run.rows, language) })
      : undefined;
  useEffect(() => {
    // A state that changes with every byte is not read aloud.
    if (state === 'done' || state === 'failed' || state === 'cancelled')
      announce([word, rows].filter(Boolean).join(', '));
  }, [state, word, rows]);
  if (state === undefined) return <span className={classes.runLine} />;
  const share =
    state === 'fetching' && run && run.bytesToFetch > 0 ? run.bytesFetched / run.bytesToFetch : undefined;
  return (
    <span className={classes.runLine}>
      <StateMark tone={tones[state]} word={word} />
      {share !== undefined && (
        <progress aria-label={word} value={Math.min(1, share)} max={1} className={classes.progress} />
      )}
      {desk.isRunning && run && <span className="quiet num">{time(Math.max(0, now - run.startedAt))}</span>}
      {rows && <span className="num">{rows}</span>}
      {run && run.objects > 0 && (state === 'done' || desk.isRunning) && (
        <span className="quiet num">{t('query.objects', { count: run.objects })}</span>
      )}
      {run && state === 'done' && (
        <span className="quiet num">
          {[
            t('query.bytesFetched', { size: formatBytes(run.bytesFetched, language) }),
            run.bytesCached > 0
              ? t('query.bytesCached', { size: formatBytes(run.bytesCached, language) })
              : undefined,
          ]
            .filter(Boolean)
            .join(', ')}
        </span>
      )}
      {run?.asOf !== undefined && (
        <span className={classes.warn}>
          <ToneIcon tone="warn" />
          {t('query.asOf', { time: formatMoment(run.asOf, Date.now(), language) })}
        </span>
      )}
      {run?.truncatedAt !== undefined && (
        <span className={classes.warn}>
          <ToneIcon tone="warn" />
          {t('query.truncated', { number: formatNumber(run.truncatedAt, language) })}
        </span>
      )}
      {isOutdated && state === 'done' && <span className="quiet">{t('query.outdated')}</span>}
    </span>
  );
}
