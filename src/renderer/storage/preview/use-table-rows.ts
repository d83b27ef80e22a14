/** The rows of a table in an object, fetched by pages and, where it is very wide, by blocks of columns. */
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { ObjectRef } from '../../../shared/contract/storage/places.ts';
import type { Cell, Column } from '../../../shared/contract/storage/preview.ts';
import { core } from '../../app/core.ts';
import type { Span } from '../../ui/grid-window.ts';
import { createRowPages, type RowPages } from '../../ui/row-pages.ts';

type Row = readonly Cell[];

export interface TableSource {
  readonly object: ObjectRef;
  readonly etag: string;
  readonly sheet?: string | undefined;
  readonly columns: readonly Column[];
  /** Of the whole table; undefined where nobody counted. */
  readonly rows: number | undefined;
  readonly first: readonly Row[];
}

export interface TableRows {
  readonly rows: number;
  readonly isOpenEnded: boolean;
  /** Undefined while it is on its way. */
  cell(row: number, column: number): Cell | undefined;
  show(rows: Span, columns: Span): void;
  /** All columns of some rows. */
  read(rows: Span): Promise<Row[]>;
  /** One column of some rows. */
  readColumn(column: number, rows: Span): Promise<Cell[]>;
  /** Bytes that these pages cost. */
  readonly bytes: number;
  failure: unknown;
  retry(): void;
}

const pageSize = 100;
const blockWidth = 40;
/** Where nobody knows how many rows there are, so many are drawn as awaited below the last. */
const beyond = 20;

/** Follows a table; the source belongs to the life of the component. */
export function useTableRows(source: TableSource): TableRows {
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const cost = useRef(0);
  const seen = useRef({ known: source.first.length, isEnded: source.rows !== undefined });

  const blocks = useMemo(() => {
    const names = source.columns.map((column) => column.name);
    const count = Math.max(1, Math.ceil(names.length / blockWidth));
    return Array.from({ length: count }, (_, block): RowPages<Row> => {
      const from = block * blockWidth;
      return createRowPages<Row>({
        pageSize,
        first: source.first.map((row) => row.slice(from, from + blockWidth)),
        onChange: changed,
        fetch: async (start, wanted, signal) => {
          const page = await core.storage.tableRows(
            {
              ...source.object,
              etag: source.etag,
              from: start,
              count: wanted,
              ...(source.sheet === undefined ? {} : { sheet: source.sheet }),
              ...(count > 1 ? { columns: names.slice(from, from + blockWidth) } : {}),
            },
            { signal },
          );
          cost.current += page.bytesFetched;
          if (source.rows === undefined) {
            const reached = start + page.rows.length;
            const isShort = page.rows.length < wanted;
            seen.current = {
              known: Math.max(seen.current.known, reached),
              isEnded: seen.current.isEnded || isShort,
            };
          }
          return page.rows;
        },
      });
    });
  }, []);
  useEffect(
    () => () => {
      for (const block of blocks) block.dispose();
    },
    [blocks],
  );

  const { known, isEnded } = seen.current;
  const rows = source.rows ?? known + (isEnded ? 0 : beyond);
  const blockOf = (column: number) => blocks[Math.floor(column / blockWidth)];
  const show = useCallback(
    (inSight: Span, columns: Span) => {
      blocks.forEach((block, index) => {
        const isShown = index * blockWidth < columns.to && (index + 1) * blockWidth > columns.from;
        block.show(isShown ? inSight : { from: 0, to: 0 });
      });
    },
    [blocks],
  );
  return {
    rows,
    isOpenEnded: source.rows === undefined && !isEnded,
    cell: (row, column) => blockOf(column)?.rowAt(row)?.[column % blockWidth],
    show,
    read: async (wanted) => {
      const parts = await Promise.all(blocks.map((block) => block.read(wanted)));
      return (parts[0] ?? []).map((_, index) => parts.flatMap((part) => part[index] ?? []));
    },
    readColumn: async (column, wanted) =>
      ((await blockOf(column)?.read(wanted)) ?? []).map((row) => row[column % blockWidth] ?? null),
    bytes: cost.current,
    failure: blocks.map((block) => block.failure()).find((error) => error !== undefined),
    retry: () => blocks.forEach((block) => block.retry()),
  };
}
