/** One transfer in the list of all. */
import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Transfer } from '../../../shared/contract/storage/transfers.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { formatMoment } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { TransferActions } from './transfer-actions.tsx';
import { isActive, progressWords, shareOf, transferTones } from './transfer-words.ts';
import classes from './transfers.module.css';

/** Scrolls into sight when it is the one that was asked for. */
export function TransferItem({
  transfer,
  isChosen,
}: {
  readonly transfer: Transfer;
  readonly isChosen: boolean;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const [showsFailed, setShowsFailed] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isChosen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const share = shareOf(transfer);
  const title = t(`transfers.kinds.${transfer.kind}`, { name: transfer.name || t('transfers.several') });
  const words = (key: string, values?: Record<string, string | number>) => say(key, values ?? {}) ?? '';
  return (
    <li ref={item} className={classes.item} data-chosen={isChosen}>
      <div className={classes.itemLine}>
        <StateMark tone={transferTones[transfer.state]} word={t(`transfers.states.${transfer.state}`)} />
        <span className={classes.what}>{title}</span>
        <span className={classes.progress}>{progressWords(transfer, language, words)}</span>
        <span style={{ flex: 1 }} />
        <span className={classes.number}>
          {formatMoment(transfer.endedAt ?? transfer.startedAt, Date.now(), language)}
        </span>
        <TransferActions transfer={transfer} canForget />
      </div>
      <div className={classes.way}>
        {transfer.from}
        {transfer.to !== undefined && (
          <>
            {' '}
            <IconArrowRight size={13} aria-label={t('transfers.to')} role="img" /> {transfer.to}
          </>
        )}
      </div>
      {share !== undefined && isActive(transfer) && (
        <div
          className={classes.bar}
          role="progressbar"
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
        >
          <div style={{ width: `${share * 100}%` }} />
        </div>
      )}
      {transfer.problem && <FailureView failure={transfer.problem} compact />}
      {transfer.files.failed > 0 && (
        <div>
          <Button size="compact-sm" aria-expanded={showsFailed} onClick={() => setShowsFailed(!showsFailed)}>
            {t('transfers.showFailed', { count: transfer.files.failed })}
          </Button>
        </div>
      )}
      {showsFailed && <FailedFiles id={transfer.id} failed={transfer.files.failed} />}
    </li>
  );
}

const mostShown = 200;

function FailedFiles({ id, failed }: { readonly id: string; readonly failed: number }) {
  const { t } = useTranslation();
  const say = useSay();
  const { data } = useQuery({
    queryKey: ['failed-files', id, failed],
    queryFn: ({ signal }) => core.storage.failedFiles({ id, from: 0, count: mostShown }, { signal }),
    placeholderData: (before) => before,
  });
  return (
    <ul className={classes.failed}>
      {data?.files.map(({ name, problem }) => (
        <li key={name}>
          {name}: {failureSentence(problem, say)}
        </li>
      ))}
      {data && data.total > data.files.length && (
        <li>{t('transfers.andMore', { number: data.total - data.files.length })}</li>
      )}
    </ul>
  );
}
