/** The rows of a result as a grid, arranged by DuckDB. */
import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cell } from '../../../shared/contract/storage/preview.ts';
import type { QueryState, ResultView } from '../../../shared/contract/storage/query.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { announce, attempt } from '../../app/notices.ts';
import type { CopyWhat } from '../../ui/cell-line.tsx';
import { DataGrid } from '../../ui/data-grid.tsx';
import { Empty } from '../../ui/empty.tsx';
import { formatNumber } from '../../ui/format.ts';
import type { CellPlace } from '../../ui/grid-moves.ts';
import { toTsv } from '../../ui/tsv.ts';
import { useRowPages } from '../../ui/use-row-pages.ts';
import { cellText, columnWidth } from '../preview/cell-text.ts';
import { useGridWords } from '../preview/use-grid-words.ts';
import classes from './query.module.css';

const pageSize = 500;
const mostCopied = 10_000;

export interface ResultGridProps {
  readonly run: QueryState;
  readonly view: ResultView;
  readonly onTotal: (total: number) => void;
  readonly onColumn: (column: number) => void;
  readonly onSort: (column: string, isAdded: boolean) => void;
  readonly onClear: () => void;
}

/** Pages of 500 rows as they come into sight. */
export function ResultGrid({ run, view, onTotal, onColumn, onSort, onClear }: ResultGridProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useGridWords();
  const columns = useMemo(() => run.columns ?? [], [run.columns]);
  const [totals, setTotals] = useState<Readonly<Record<string, number>>>({});
  const first = useRef<readonly (readonly Cell[])[]>([]);
  const [hasFirst, setHasFirst] = useState(false);
  // Another order or filter means other rows; the grid itself stays, and with it the focus.
  const arranged = JSON.stringify(view);
  const total = totals[view.filter] ?? (view.filter === '' ? run.rows : undefined);

  const pages = useRowPages<readonly Cell[]>(`${run.id} ${arranged}`, {
    pageSize,
    fetch: async (from, count, signal) => {
      const page = await core.storage.resultRows({ id: run.id, from, count, view }, { signal });
      setTotals((before) => ({ ...before, [view.filter]: page.total }));
      if (first.current.length === 0) {
        first.current = page.rows;
        setHasFirst(true);
      }
      return page.rows;
    },
  });
  useEffect(() => {
    if (total !== undefined) onTotal(total);
  }, [onTotal, total]);

  const gridColumns = useMemo(
    () =>
      columns.map((column, index) => ({
        name: column.name,
        type: column.type,
        isNumber: column.kind === 'number',
        width: columnWidth(column, index, first.current),
      })),
    [columns, hasFirst],
  );

  const copy = (what: CopyWhat, at: CellPlace): Promise<string | undefined> =>
    attempt(async () => {
      const name = columns[at.column]?.name ?? '';
      if (at.row < 0 && what !== 'column')
        return what === 'cell' ? name : columns.map((one) => one.name).join('\t');
      if (what === 'column') {
        const rows = await pages.read({ from: 0, to: Math.min(total ?? 0, mostCopied) });
        announce(t('preview.grid.copied', { number: formatNumber(rows.length, language) }));
        return toTsv([[name], ...rows.map((row) => [row[at.column] ?? null])]);
      }
      const rows = await pages.read({ from: at.row, to: at.row + 1 });
      return what === 'row' ? toTsv(rows) : String(rows[0]?.[at.column] ?? '');
    });

  const failure = pages.failure();
  if (failure !== undefined)
    return (
      <div className={classes.failure}>
        <FailureView failure={failureOf(failure)} onRetry={() => pages.retry()} />
      </div>
    );
  if (total === 0)
    return (
      <Empty title={t('query.noMatch')}>
        <Button onClick={onClear}>{t('query.clearFilter')}</Button>
      </Empty>
    );
  return (
    <DataGrid
      label={t('query.result')}
      columns={gridColumns}
      rows={total ?? 1}
      cellAt={(row, column) => {
        const cell = pages.rowAt(row)?.[column];
        if (cell === undefined) return undefined;
        const text = cellText(cell, columns[column]?.kind ?? 'other', language);
        return text === undefined ? { text: t('preview.grid.null'), isNull: true } : { text };
      }}
      onShow={pages.show}
      copy={copy}
      words={words}
      formatRow={(row) => formatNumber(row, language)}
      sort={view.sort}
      onSort={onSort}
      onColumn={onColumn}
    />
  );
}
