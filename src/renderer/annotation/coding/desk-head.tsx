/** The first lines of the screen: where in the batch, in which mode, and how it stands with the server. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SendState } from '../../../shared/contract/annotation/coding.ts';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { formatMoment, formatNumber } from '../../ui/format.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import { batchCounts } from './batch-place.ts';
import { CodingKey } from './coding-key.tsx';
import type { CodingAction, CodingKeys } from './coding-keys.ts';
import classes from './coding.module.css';
import { SavedMark } from './saved-mark.tsx';
import type { SessionState } from './session-state.ts';

export interface DeskHeadProps {
  readonly state: SessionState;
  readonly sending: SendState | undefined;
  readonly keys: CodingKeys;
  readonly onAction: (action: CodingAction) => void;
}

/** Place, mode, pace, saved state; below them only what is unusual. */
export function DeskHead({ state, sending, keys, onAction }: DeskHeadProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { work, place, item } = state;
  const { campaign } = work;
  const counts = batchCounts(work);
  const number = (value: number) => formatNumber(value, language);
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <h1>
          {item ? t('coding.itemOf', { place: place + 1, count: work.items.length }) : t('coding.end.title')}
        </h1>
        <span className={classes.batch} title={campaign.title}>
          {campaign.title} · {t('coding.batch', { name: work.batch })}
        </span>
        <span className={classes.mode}>{t(`coding.mode.${campaign.mode}`)}</span>
        <span className="num">
          {t('coding.progress', { decided: number(counts.decided), count: number(counts.items) })}
        </span>
        <SavedMark sending={sending} isSaving={state.busy === 'saving'} />
      </div>
      <progress
        className={classes.progress}
        max={counts.items}
        value={counts.decided}
        aria-label={t('coding.progress', { decided: number(counts.decided), count: number(counts.items) })}
      />
      {work.kind === 'calibration' && <p className={classes.banner}>{t('coding.calibration')}</p>}
      <StoredBanner state={state} />
      {sending && sending.conflicts.length > 0 && (
        <p className={classes.banner} role="alert">
          <ToneIcon tone="warn" /> {t('coding.conflicts', { count: sending.conflicts.length })}
          <Button size="compact-sm" onClick={() => onAction('settle')}>
            {t('coding.actions.settle')}&nbsp;
            <CodingKey keys={keys.settle} />
          </Button>
        </p>
      )}
    </header>
  );
}

/** The batch comes from this laptop: the server could not be asked. */
function StoredBanner({ state }: { readonly state: SessionState }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const { problem, asOf, state: from } = state.work;
  if (from !== 'stored' || !problem) return null;
  return (
    <p className={classes.banner} role="status">
      <ToneIcon tone="warn" />
      {t('coding.stored', { time: formatMoment(asOf ?? Date.now(), Date.now(), language) })}{' '}
      <span className="quiet">{failureSentence(problem, say)}</span>
    </p>
  );
}
