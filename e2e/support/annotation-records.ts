/** What lies on S3 of a campaign, read beside the app: its Parquet files, asked by DuckDB as any other program would. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Truth } from './storage.ts';

/** The files of a campaign below a folder of this machine, and questions to them in SQL. */
export interface Records {
  /** Rows of an answer; in the SQL the name of a folder in braces stands for the Parquet files below it: `{decisions}`. */
  ask(sql: string): Promise<Record<string, unknown>[]>;
  /** Keys of the files, below the campaign's folder. */
  readonly files: readonly string[];
  close(): void;
}

/** Copies what lies below a prefix that ends with `campaigns/<id>/`. */
export async function readRecords(truth: Truth, bucket: string, prefix: string): Promise<Records> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sardonyx-e2e-records-'));
  const keys = await truth.keys(bucket, prefix);
  for (const key of keys) {
    const file = path.join(folder, key.slice(prefix.length));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, await truth.get(bucket, key));
  }
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const parts = (name: string) =>
    `read_parquet('${folder}/${name}/**/*.parquet', union_by_name = true, hive_partitioning = false)`;
  return {
    files: keys.map((key) => key.slice(prefix.length)),
    async ask(sql) {
      const filled = sql.replaceAll(/\{([\w/-]+)\}/g, (_, name: string) => parts(name));
      return (await connection.runAndReadAll(filled)).getRowObjectsJson();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** SQL for the decisions in force: neither taken back nor replaced by another. */
export const inForce = `(SELECT * FROM {decisions} AS one WHERE NOT withdrawn AND NOT EXISTS
  (SELECT 1 FROM {decisions} AS other WHERE list_contains(other.replaces, one.decision_id)))`;
