import { expect, test } from 'vitest';
import { isExportName, proposeName } from './export-name.ts';
import { snippetOf } from './snippets.ts';

const exported = (format: 'csv' | 'etl-parquet' | 'label-studio', key: string) => ({
  request: {
    at: { profile: 'p', bucket: 'b', prefix: '' },
    format,
    rows: 'resolved' as const,
    sets: ['coded' as const],
    name: 'x',
  },
  files: [{ name: 'x', key, rows: 1, bytes: 1, hash: '' }],
});

test('DuckDB reads the file over the endpoint, quotes in its name doubled', () => {
  const text = snippetOf('duckdb', exported('etl-parquet', "l'export/x.parquet"), {
    bucket: 'b',
    endpoint: 'http://127.0.0.1:9000/',
  });
  expect(text).toContain(
    "CREATE SECRET (TYPE s3, PROVIDER credential_chain, ENDPOINT '127.0.0.1:9000', URL_STYLE 'path', USE_SSL false);",
  );
  expect(text).toContain("read_parquet('s3://b/l''export/x.parquet')");
});

test('codes stay text in a CSV', () => {
  expect(snippetOf('duckdb', exported('csv', 'x.csv'), { bucket: 'b' })).toContain('all_varchar = true');
  expect(snippetOf('pandas', exported('csv', 'x.csv'), { bucket: 'b', endpoint: 'https://s3' })).toBe(
    'import pandas as pd\n\ncodings = pd.read_csv("s3://b/x.csv", dtype=str, storage_options={"client_kwargs": {"endpoint_url": "https://s3"}})',
  );
});

test('a name is proposed that is well formed and free', () => {
  const at = new Date(2026, 10, 3).getTime();
  const first = proposeName(at, 'every', []);
  expect(first).toBe('2026-11-03-every');
  expect(proposeName(at, 'every', [first, `${first}-2`])).toBe(`${first}-3`);
  expect([first, 'A', '-a', 'a/b', '', 'x'.repeat(64)].map(isExportName)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
