/** Rows of the table of runs, page by page as they come into sight. */
import { useRef, useState } from 'react';
import type { RunRow } from '../../../shared/contract/models/runs.ts';
import { core } from '../../app/core.ts';
import type { RowPages } from '../../ui/row-pages.ts';
import { useRowPages } from '../../ui/use-row-pages.ts';
import type { Order } from './run-columns.ts';

export interface RunQuestion {
  readonly server: string;
  readonly experiments: readonly string[];
  readonly filter: string;
  readonly order: readonly Order[];
  readonly columns: readonly string[];
}

const pageSize = 200;

/** `generation`: grows when rows have changed; what was shown stays until the new rows are there. */
export function useRunRows(question: RunQuestion, generation: number) {
  const name = JSON.stringify(question);
  const [total, setTotal] = useState<{ readonly of: string; readonly rows: number }>();
  const known = useRef({ of: name, rows: new Map<number, RunRow>() });
  if (known.current.of !== name) known.current = { of: name, rows: new Map() };
  const pages: RowPages<RunRow> = useRowPages<RunRow>(`${generation} ${name}`, {
    pageSize,
    fetch: async (offset, limit, signal) => {
      const { experiments, order, columns, ...rest } = question;
      const page = await core.models.runRows(
        { ...rest, experiments: [...experiments], order: [...order], columns: [...columns], offset, limit },
        { signal },
      );
      setTotal({ of: name, rows: page.total });
      if (known.current.of === name)
        page.rows.forEach((row, index) => known.current.rows.set(offset + index, row));
      return page.rows;
    },
  });
  return {
    /** Undefined until the first answer to this question. */
    total: total?.of === name ? total.rows : undefined,
    rowAt: (index: number) => pages.rowAt(index) ?? known.current.rows.get(index),
    show: pages.show,
    failure: pages.failure(),
    retry: pages.retry,
  };
}
