/** What a column of the result holds. */
import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Cell, Column } from '../../../shared/contract/storage/preview.ts';
import type { ResultView } from '../../../shared/contract/storage/query.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { cellText, shareText } from '../preview/cell-text.ts';
import { Histogram } from './histogram.tsx';
import classes from './query.module.css';

export interface ProfilePaneProps {
  readonly id: string;
  readonly column: Column;
  readonly view: ResultView;
  readonly onClose: () => void;
}

/** Follows the column in which the focus stands. */
export function ProfilePane({ id, column, view, onClose }: ProfilePaneProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, refetch } = useQuery({
    queryKey: ['column-profile', id, column.name, view.filter],
    queryFn: ({ signal }) =>
      core.storage.columnProfile({ id, column: column.name, view: { ...view, sort: [] } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const show = (cell: Cell | undefined) =>
    cell === undefined ? undefined : (cellText(cell, column.kind, language) ?? t('preview.grid.null'));
  const number = (value: number | undefined) =>
    value === undefined ? undefined : cellText(value, column.kind === 'time' ? 'time' : 'number', language);
  const facts: readonly (readonly [string, string | undefined])[] = data
    ? [
        [
          t('query.nulls'),
          data.rows > 0
            ? `${formatNumber(data.nulls, language)} · ${shareText(data.nulls / data.rows, language)}`
            : formatNumber(data.nulls, language),
        ],
        [
          t('query.distinct'),
          t(data.distinctIsEstimate ? 'query.distinctEstimate' : 'query.distinctExact', {
            number: formatNumber(data.distinct, language),
          }),
        ],
        [t('query.least'), show(data.min)],
        [t('query.greatest'), show(data.max)],
        [t('query.mean'), number(data.mean)],
        [t('query.median'), number(data.median)],
      ]
    : [];
  return (
    <aside className={classes.profile} aria-label={t('query.profileOf', { column: column.name })}>
      <div className={classes.profileHead}>
        <h2>{column.name}</h2>
        <span className="quiet">{column.type}</span>
        <CloseButton size="sm" aria-label={t('words.close')} onClick={onClose} />
      </div>
      {error && <FailureView failure={failureOf(error)} onRetry={() => void refetch()} compact />}
      {!data && !error && <Waiting words={t('query.profileWaiting')} rows={4} />}
      {data && (
        <div className={classes.profileBody} tabIndex={0} role="region" aria-label={column.name}>
          <dl className={classes.facts}>
            {facts.map(
              ([name, value]) =>
                value !== undefined && (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd className="num">{value}</dd>
                  </div>
                ),
            )}
          </dl>
          {data.histogram && data.histogram.length > 0 && (
            <Histogram bins={data.histogram} formatValue={(value) => number(value) ?? ''} />
          )}
          {data.frequent && data.frequent.length > 0 && (
            <Frequent values={data.frequent} rows={data.rows} show={show} />
          )}
        </div>
      )}
    </aside>
  );
}

function Frequent({
  values,
  rows,
  show,
}: {
  readonly values: readonly { readonly value: Cell; readonly count: number }[];
  readonly rows: number;
  readonly show: (cell: Cell) => string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <table className={classes.frequent}>
      <caption>{t('query.frequent')}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{t('query.value')}</th>
          <th scope="col">{t('query.count')}</th>
        </tr>
      </thead>
      <tbody>
        {values.map(({ value, count }, index) => (
          <tr key={index}>
            <th scope="row" data-null={value === null} title={show(value)}>
              <span
                className={classes.frequentBar}
                style={{ width: `${(count / Math.max(1, rows)) * 100}%` }}
              />
              <span className={classes.frequentText}>{show(value)}</span>
            </th>
            <td className="num">
              {formatNumber(count, language)}
              <span className="quiet"> · {shareText(count / Math.max(1, rows), language)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
