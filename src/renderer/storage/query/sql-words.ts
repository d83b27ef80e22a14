/** Words of SQL to complete, and how names are written in it. Pure; the functions are DuckDB's. */
import type { Suggestion } from '../../ui/code-editor-loaded.tsx';

const words =
  'SELECT FROM WHERE GROUP_BY ORDER_BY HAVING QUALIFY LIMIT WITH AS DISTINCT JOIN LEFT_JOIN USING ON UNION_ALL ' +
  'CASE WHEN THEN ELSE END AND OR NOT IN IS_NULL IS_NOT_NULL BETWEEN LIKE ILIKE DESC EXCLUDE REPLACE SUMMARIZE ' +
  'DESCRIBE PIVOT UNPIVOT USING_SAMPLE';
const functions =
  'read_parquet read_csv read_json count sum avg median min max quantile_cont stddev mode approx_count_distinct ' +
  'coalesce nullif round floor lower upper trim length replace regexp_matches regexp_extract strftime date_trunc ' +
  'date_diff row_number rank lag lead list string_agg try_cast histogram';

/** Keywords and functions. */
export const sqlWords: readonly Suggestion[] = [
  ...words.split(' ').map((word): Suggestion => ({ label: word.replaceAll('_', ' '), kind: 'word' })),
  ...functions.split(' ').map((name): Suggestion => ({ label: name, kind: 'function' })),
];

/** A name as it stands in a statement: in quotes unless it is plain. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** The path being typed after `s3://` in an open quote; undefined elsewhere. */
export function pathBefore(before: string): string | undefined {
  return /'s3:\/\/([^'\n]*)$/.exec(before)?.[1];
}
