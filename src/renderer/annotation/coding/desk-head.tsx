/** The first lines of the screen: where in the batch, in which mode, and how it stands with the server. */
import { Button } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { BatchWork, SendState } from '../../../shared/contract/annotation/coding.ts';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { formatMoment, formatNumber } from '../../ui/format.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import { BatchMenu } from './batch-menu.tsx';
import type { BatchCounts } from './batch-place.ts';
import { CodingKey } from './coding-key.tsx';
import type { CodingAction, CodingKeys } from './coding-keys.ts';
import classes from './coding.module.css';
import { SavedMark } from './saved-mark.tsx';

export interface DeskHeadProps {
  readonly at: CampaignRef;
  readonly work: BatchWork;
  /** From 1; undefined at the end of the batch. */
  readonly place: number | undefined;
  readonly counts: BatchCounts;
  readonly sending: SendState | undefined;
  readonly keys: CodingKeys;
  readonly onAction: (action: CodingAction) => void;
  /** Back to the search box. */
  readonly onLeave: () => void;
}

/** Place, mode, saved state; below them only what is unusual. */
export const DeskHead = memo(function DeskHead(props: DeskHeadProps) {
  const { at, work, place, counts, sending, keys, onAction, onLeave } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { batch, campaign } = work;
  const { decided, items } = counts;
  const number = (value: number) => formatNumber(value, language);
  const progress = t('coding.progress', { decided: number(decided), count: number(items) });
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <h1>{place === undefined ? t('coding.end.title') : t('coding.itemOf', { place, count: items })}</h1>
        <span className={classes.batch} title={campaign.title}>
          {campaign.title} · {t('coding.batch', { name: batch })}
        </span>
        <span className={classes.mode}>{t(`coding.mode.${campaign.mode}`)}</span>
        <span className="num">{progress}</span>
        <SavedMark sending={sending} />
        <BatchMenu
          at={at}
          batch={batch}
          assignment={campaign.assignment}
          isDecided={decided === items}
          onLeave={onLeave}
        />
      </div>
      <progress className={classes.progress} max={items} value={decided} aria-label={progress} />
      {work.kind === 'calibration' && <p className={classes.banner}>{t('coding.calibration')}</p>}
      <StoredBanner work={work} />
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
});

/** The batch comes from this laptop: the server could not be asked. */
function StoredBanner({ work }: { readonly work: BatchWork }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const { problem, asOf, state: from } = work;
  if (from !== 'stored' || !problem) return null;
  return (
    <p className={classes.banner} role="status">
      <ToneIcon tone="warn" />
      {t('coding.stored', { time: formatMoment(asOf ?? Date.now(), Date.now(), language) })}{' '}
      <span className="quiet">{failureSentence(problem, say)}</span>
    </p>
  );
}
