/** The end of a batch: what was done, what is left of it, and the next one. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { formatDuration, formatNumber } from '../../ui/format.ts';
import pairs from '../../ui/ui.module.css';
import { medianOf, paceOf } from './active-time.ts';
import { batchCounts } from './batch-place.ts';
import classes from './coding.module.css';
import type { CodingAction } from './coding-keys.ts';
import type { SessionState } from './session-state.ts';
import type { Session } from './session.ts';

export interface BatchEndProps {
  readonly at: CampaignRef;
  readonly state: SessionState;
  readonly session: Session;
  readonly onAction: (action: CodingAction) => void;
}

const statuses = ['done', 'skipped', 'delegated', 'unclassifiable', 'flagged'] as const;

/** Enter opens the next batch; nothing of this one is closed for good. */
export function BatchEnd({ at, state, session, onAction }: BatchEndProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { work, failure, busy } = state;
  const counts = batchCounts(work);
  const isOver = failure?.reason === 'no-batch-left';
  const total = counts.leadTimes.reduce((sum, one) => sum + one, 0);
  const pace = paceOf(counts.leadTimes);
  const median = medianOf(counts.leadTimes);
  const skipped = work.items.find(({ id }) => work.decisions[id]?.status === 'skipped');
  return (
    <section className={classes.end}>
      <h2>{isOver ? t('coding.noBatchLeft') : t('coding.end.heading', { name: work.batch })}</h2>
      {isOver && <p>{t('coding.noBatchLeftHint')}</p>}
      <dl className={pairs.pairs}>
        {statuses
          .filter((status) => status === 'done' || counts[status] > 0)
          .map((status) => (
            <div key={status} style={{ display: 'contents' }}>
              <dt>{t(`coding.end.${status}`)}</dt>
              <dd className="num">{formatNumber(counts[status], language)}</dd>
            </div>
          ))}
        <dt>{t('coding.end.time')}</dt>
        <dd className="num">
          {formatDuration(total, language)}
          {pace !== undefined && ` · ${t('coding.pace', { value: formatNumber(pace, language) })}`}
          {median !== undefined &&
            ` · ${t('coding.end.median', { value: formatDuration(median, language) })}`}
        </dd>
      </dl>
      {failure && !isOver && <FailureView failure={failure} onRetry={() => onAction('take')} compact />}
      {busy === 'opening' && <p role="status">{t('coding.opening')}…</p>}
      <div className={classes.endActions}>
        {!isOver && (
          <Button variant="filled" loading={busy === 'opening'} onClick={() => onAction('take')}>
            {t('coding.end.next')}
          </Button>
        )}
        {skipped && (
          <Button variant="default" onClick={() => session.goTo(skipped.id)}>
            {t('coding.end.again', { count: counts.skipped })}
          </Button>
        )}
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/annotation/campaign" search={at} {...props} />}
        >
          {t('coding.toCampaign')}
        </Button>
      </div>
    </section>
  );
}
