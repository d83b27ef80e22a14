/** All transfers of this laptop and platform. */
import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { announce, attempt } from '../../app/notices.ts';
import { useTransfers } from '../../app/streams.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { TransferItem } from './transfer-item.tsx';
import { TransferLimits } from './transfer-limits.tsx';
import { isActive, isEnded } from './transfer-words.ts';
import classes from './transfers.module.css';

/** The page of `/storage/transfers`. */
export function TransfersPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id } = useSearch({ from: '/storage/transfers' });
  const { value, failure } = useTransfers();
  const moving = value?.transfers.filter(isActive).length ?? 0;
  const asking = value?.transfers.filter(({ state }) => state === 'asking').length ?? 0;
  const failed = value?.transfers.filter(({ state }) => state === 'failed').length ?? 0;
  const summary = [
    asking > 0 ? t('transfers.summaryAsking', { count: asking }) : '',
    failed > 0 ? t('transfers.summaryFailed', { count: failed }) : '',
    moving > 0 ? t('transfers.summaryMoving', { count: moving }) : '',
    asking + failed + moving === 0 ? t('transfers.summaryNone') : '',
  ]
    .filter(Boolean)
    .join(' ');
  useEffect(() => announce(summary), [summary]);
  if (!value)
    return failure ? <FailureView failure={failure} /> : <Waiting words={t('transfers.title')} isPage />;
  const ended = value.transfers.filter(isEnded).map((one) => one.id);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('transfers.title')}</h1>
        <span className={classes.summary}>
          {summary}
          {value.up + value.down > 0 && (
            <>
              {' '}
              <span className={classes.progress}>
                ↑ {formatBytes(value.up, language)}/s · ↓ {formatBytes(value.down, language)}/s
              </span>
            </>
          )}
          {value.awake && <> {t('transfers.awake')}</>}
        </span>
        {ended.length > 0 && (
          <Button size="sm" onClick={() => void attempt(() => core.storage.forget({ ids: ended }))}>
            {t('transfers.forgetEnded', { count: ended.length })}
          </Button>
        )}
      </div>
      <TransferLimits limits={value.limits} />
      {value.transfers.length === 0 ? (
        <Empty title={t('transfers.empty')} text={t('transfers.emptyHint')} />
      ) : (
        <ul className={classes.list}>
          {value.transfers.map((transfer) => (
            <TransferItem key={transfer.id} transfer={transfer} isChosen={transfer.id === id} />
          ))}
        </ul>
      )}
    </div>
  );
}
