/** How fresh what a screen shows is: live, or as of when and why nothing newer. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { useSession } from '../../app/streams.ts';
import { formatMoment } from '../../ui/format.ts';
import { StateMark, ToneIcon } from '../../ui/state-mark.tsx';
import classes from '../models.module.css';

export interface FreshnessProps {
  readonly state: 'loading' | 'live' | 'stored' | 'failed';
  readonly asOf?: number | undefined;
  readonly problem?: FailureData | undefined;
}

/** One mark: live, being asked, or the time of what is shown. */
export function FreshnessMark({ state, asOf }: FreshnessProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (state === 'live') return <StateMark tone="good" word={t('frame.live')} />;
  if (state === 'loading') return <StateMark tone="busy" word={t('models.fresh.loading')} />;
  if (state === 'failed' && asOf === undefined)
    return <StateMark tone="bad" word={t('models.fresh.failed')} />;
  const time = asOf === undefined ? t('words.unknown') : formatMoment(asOf, Date.now(), language);
  return <StateMark tone="warn" word={t('frame.asOf', { time })} />;
}

/** The sentence where it is not live: what is shown, why, and trying again; nothing where nothing is shown. */
export function FreshnessLine({
  state,
  asOf,
  problem,
  onRetry,
}: FreshnessProps & { readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const isOffline = useSession().value?.network.state === 'offline';
  if (state === 'live' || state === 'loading' || asOf === undefined) return null;
  const time = formatMoment(asOf, Date.now(), language);
  return (
    <p className={classes.line} role="status">
      <ToneIcon tone="warn" />
      <span>
        {t(isOffline ? 'models.fresh.offline' : 'models.fresh.stored', { time })}
        {problem && !isOffline && <span className="quiet"> {failureSentence(problem, say)}</span>}
      </span>
      <Button onClick={onRetry} disabled={isOffline}>
        {t('words.retry')}
      </Button>
    </p>
  );
}
