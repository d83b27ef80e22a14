/** The rows of a table as a grid. */
import { Button, NumberInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../shared/contract/storage/preview.ts';
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
import { cellText, columnWidth } from './cell-text.ts';
import { ColumnBar, columnBarHeight } from './column-bar.tsx';
import { columnSpread } from './column-spread.ts';
import classes from './preview.module.css';
import { useGridWords } from './use-grid-words.ts';
import { useTableRows, type TableSource } from './use-table-rows.ts';

/** Values of a column that are copied at most. */
const mostCopied = 10_000;

export interface TableRowsProps {
  readonly source: TableSource;
  readonly name: string;
  readonly rowGroups?: Extract<Preview, { kind: 'table' }>['rowGroups'];
  /** The rows end where the bytes that were read end. */
  readonly isTruncated: boolean;
  readonly onCost: (bytes: number) => void;
}

/** Pages come as they are scrolled to. */
export function TableRowsGrid({ source, name, rowGroups, isTruncated, onCost }: TableRowsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useGridWords();
  const queries = useQueryClient();
  const table = useTableRows(source);
  const [goTo, setGoTo] = useState<{ row: number; revision: number }>();
  const { columns } = source;
  useEffect(() => onCost(table.bytes), [onCost, table.bytes]);

  /** Rows of an object that was replaced meanwhile cannot come: the preview itself is asked for again. */
  const again = () => {
    const { profile, bucket, key } = source.object;
    if (failureOf(table.failure).code === 'conflict')
      void queries.invalidateQueries({ queryKey: ['preview', profile, bucket, key] });
    else table.retry();
  };

  const gridColumns = useMemo(
    () =>
      columns.map((column, index) => ({
        name: column.name,
        type: column.type,
        isNumber: column.kind === 'number',
        width: Math.max(columnWidth(column, index, source.first), column.min === undefined ? 0 : 116),
      })),
    [columns, source.first],
  );
  const spreads = useMemo(
    () => columns.map((column) => columnSpread(column, source.rows, rowGroups)),
    [columns, source.rows, rowGroups],
  );
  const hasBars = spreads.some((spread) => spread !== undefined);

  const copy = (what: CopyWhat, at: CellPlace): Promise<string | undefined> =>
    attempt(async () => {
      const column = columns[at.column];
      if (at.row < 0 && what !== 'column')
        return what === 'cell' ? column?.name : columns.map((one) => one.name).join('\t');
      if (what === 'row') return toTsv(await table.read({ from: at.row, to: at.row + 1 }));
      if (what === 'cell') {
        const [cell] = await table.readColumn(at.column, { from: at.row, to: at.row + 1 });
        return String(cell ?? '');
      }
      const cells = await table.readColumn(at.column, { from: 0, to: Math.min(table.rows, mostCopied) });
      announce(t('preview.grid.copied', { number: formatNumber(cells.length, language) }));
      return toTsv([[column?.name ?? ''], ...cells.map((cell) => [cell])]);
    });

  if (columns.length === 0) return <Empty title={t('preview.table.noColumns')} />;
  if (table.rows === 0) return <Empty title={t('preview.table.none')} />;
  return (
    <div className={classes.tableRows}>
      {table.failure !== undefined && (
        <FailureView failure={failureOf(table.failure)} onRetry={again} compact />
      )}
      {isTruncated && <p className={classes.note}>{t('preview.table.truncated')}</p>}
      <DataGrid
        label={t('preview.table.grid', { name })}
        columns={gridColumns}
        rows={table.rows}
        isOpenEnded={table.isOpenEnded}
        cellAt={(row, column) => {
          const cell = table.cell(row, column);
          if (cell === undefined) return undefined;
          const text = cellText(cell, columns[column]?.kind ?? 'other', language);
          return text === undefined ? { text: t('preview.grid.null'), isNull: true } : { text };
        }}
        onShow={table.show}
        copy={copy}
        words={words}
        formatRow={(row) => formatNumber(row, language)}
        {...(hasBars
          ? {
              underHeight: columnBarHeight,
              underHeading: (index: number) => {
                const column = columns[index];
                return column && <ColumnBar column={column} spread={spreads[index]} />;
              },
            }
          : {})}
        {...(goTo ? { goTo } : {})}
        extra={
          <form
            className={classes.goTo}
            onSubmit={(event) => {
              event.preventDefault();
              const wanted = Number(
                new FormData(event.currentTarget).get('row')?.toString().replaceAll(/\D/g, ''),
              );
              if (wanted > 0) setGoTo({ row: wanted - 1, revision: (goTo?.revision ?? 0) + 1 });
            }}
          >
            <NumberInput
              name="row"
              size="xs"
              w={130}
              min={1}
              max={table.rows}
              allowDecimal={false}
              allowNegative={false}
              hideControls
              aria-label={t('preview.table.goTo')}
              placeholder={t('preview.table.goTo')}
            />
            <Button type="submit" size="compact-sm">
              {t('preview.table.go')}
            </Button>
          </form>
        }
      />
    </div>
  );
}
