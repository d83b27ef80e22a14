/** What was asked before. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { announce, attempt } from '../../app/notices.ts';
import { SidePane } from '../../ui/dialog.tsx';
import { formatMoment, formatNumber } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './query.module.css';

export interface HistoryPaneProps {
  /** `again`: and run it. */
  readonly onTake: (sql: string, again: boolean) => void;
  readonly onClose: () => void;
}

/** Newest first, each to be run again. */
export function HistoryPane({ onTake, onClose }: HistoryPaneProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['query-history'],
    queryFn: ({ signal }) => core.storage.queryHistory({}, { signal }),
    staleTime: 0,
  });
  const forget = () =>
    attempt(async () => {
      await core.storage.forgetQueries({});
      await refetch();
      announce(t('query.history.forgotten'));
    });
  return (
    <SidePane title={t('query.history.title')} onClose={onClose}>
      {error && <FailureView failure={failureOf(error)} onRetry={() => void refetch()} compact />}
      {!data && !error && <Waiting words={t('query.history.title')} />}
      {data?.length === 0 && <p className="quiet">{t('query.history.none')}</p>}
      <ul className={classes.history}>
        {data
          ?.toSorted((one, other) => other.at - one.at)
          .map((one, index) => (
            <li key={`${one.at} ${one.sql}`}>
              <p className={classes.historyFacts}>
                <span className="num">{formatMoment(one.at, Date.now(), language)}</span>
                {one.failed ? (
                  <StateMark tone="bad" word={t('query.history.failed')} />
                ) : (
                  one.rows !== undefined && (
                    <span className="num">
                      {t('query.rows', { count: one.rows, number: formatNumber(one.rows, language) })}
                    </span>
                  )
                )}
              </p>
              <pre
                tabIndex={0}
                role="region"
                aria-label={`${formatNumber(index + 1, language)} · ${formatMoment(one.at, Date.now(), language)}`}
              >
                {one.sql}
              </pre>
              <div className={classes.historyActions}>
                <Button size="compact-sm" onClick={() => onTake(one.sql, true)}>
                  {t('query.history.again')}
                </Button>
                <Button size="compact-sm" variant="subtle" onClick={() => onTake(one.sql, false)}>
                  {t('query.history.take')}
                </Button>
              </div>
            </li>
          ))}
      </ul>
      {data && data.length > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={() => void forget()}>
          {t('query.history.forget')}
        </Button>
      )}
    </SidePane>
  );
}
