/** What the snippets of all languages share: how texts are quoted, which reader fits a name. Pure. */
import { asPattern } from './glob.ts';
import type { SnippetPlace } from './snippets.ts';
import { sqlText } from './sql-text.ts';

/** A text as R and Python write it: JSON's escapes mean the same in both. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007F', '\\u007f');
}

/** A text as a POSIX shell takes it unchanged. */
export function shellText(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

export type TextFormat = 'parquet' | 'csv' | 'json';

/** The format by the ending of a name; Parquet where there is none. */
export function formatOf({ key }: SnippetPlace): TextFormat | undefined {
  if (key === undefined) return 'parquet';
  if (/\.(parquet|parq|pq)$/i.test(key)) return 'parquet';
  if (/\.(csv|tsv|txt)(\.(gz|zst))?$/i.test(key)) return 'csv';
  return /\.(json|jsonl|ndjson)(\.(gz|zst))?$/i.test(key) ? 'json' : undefined;
}

/** `bucket/key`, or `bucket/prefix`. */
export function pathOf({ bucket, prefix, key }: SnippetPlace): string {
  return `${bucket}/${key ?? prefix}`;
}

/** The last part of a name, as a file to write. */
export function fileNameOf({ key, prefix, bucket }: SnippetPlace): string {
  const parts = (key ?? (prefix || bucket)).split('/').filter(Boolean);
  const last = parts.at(-1) ?? 'object';
  return last === '..' || last === '.' ? 'object' : last;
}

/** Host with port, and whether it is spoken to by TLS. */
export function hostOf({ endpoint }: SnippetPlace): { host: string; scheme: string; isSecure: boolean } {
  const { host, protocol } = new URL(endpoint);
  return { host, scheme: protocol.slice(0, -1), isSecure: protocol === 'https:' };
}

/** The table of a query in DuckDB. */
export function duckTable(place: SnippetPlace): string {
  const { bucket, prefix, key } = place;
  const format = formatOf(place) ?? 'text';
  if (key !== undefined) return `read_${format}(${sqlText(`s3://${bucket}/${asPattern(key)}`)})`;
  return `read_parquet(${sqlText(`s3://${bucket}/${asPattern(prefix)}**/*.parquet`)}, hive_partitioning = true)`;
}
