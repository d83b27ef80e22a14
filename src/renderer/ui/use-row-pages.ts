/** Pages of rows as a component sees them: drawn again whenever rows come. */
import { useEffect, useMemo, useReducer } from 'react';
import { createRowPages, type RowPages, type RowPagesOptions } from './row-pages.ts';

/** The pages of `key`; another key means other rows, and what still runs for the old ones ends. */
export function useRowPages<Row>(
  key: string,
  options: Omit<RowPagesOptions<Row>, 'onChange'>,
): RowPages<Row> {
  const [, changed] = useReducer((count: number) => count + 1, 0);
  // The options belong to the key: they are read once for it.
  const pages = useMemo(() => createRowPages<Row>({ ...options, onChange: changed }), [key]);
  useEffect(() => () => pages.dispose(), [pages]);
  return pages;
}
