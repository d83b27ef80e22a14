/** SQL over 300 MB of Parquet in an object store, beside downloading all of it first. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { createCommandLog } from '../src/main/core/shell/commands.ts';
import { listAll } from '../src/main/core/platform/s3/list-objects.ts';
import type { S3Endpoint } from '../src/main/core/platform/s3/endpoint.ts';
import { createQueries } from '../src/main/core/storage/query/queries.ts';
import type { StorageContext, StorageSurroundings } from '../src/main/core/storage/storage-context.ts';
import { median, type Figure } from './report.ts';

const runs = 5;
const megabyte = 1e6;
const run = promisify(execFile);

export interface QueryBench {
  /** An endpoint of the server with rights to read and write `bucket`, which is there and empty. */
  readonly endpoint: S3Endpoint;
  readonly bucket: string;
  /** Path of `mc`; absent: its figures are null. */
  readonly mc?: string | undefined;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

async function duck(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Twelve months of a service's log, 10 million rows, as hive partitions below `annee=2025/mois=MM`. */
async function generate(folder: string): Promise<void> {
  for (let month = 1; month <= 12; month += 1) {
    const place = path.join(folder, 'annee=2025', `mois=${month}`);
    await mkdir(place, { recursive: true });
    await duck(`COPY (
      SELECT make_timestamp(2025, ${month}, 1 + (range % 28)::INT, (range % 24)::INT, 0, 0) AS ts,
        lpad((hash(range) % 90000)::VARCHAR, 5, '0') AS nace, hash(range * 31)::VARCHAR AS request, hash(range * 13)::VARCHAR AS session,
        random()::FLOAT AS confidence, (hash(range * 7) % 1000)::INTEGER AS place
      FROM range(900000)
    ) TO '${path.join(place, 'part-0.parquet')}' (FORMAT parquet, COMPRESSION zstd)`);
  }
}

async function sizeBelow(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(files.map(async (file) => stat(path.join(folder, file))));
  return sizes.reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
}

async function upload({ endpoint, bucket }: QueryBench, folder: string): Promise<void> {
  for (let month = 1; month <= 12; month += 1) {
    const key = `annee=2025/mois=${month}/part-0.parquet`;
    const body = await readFile(path.join(folder, key));
    await (await endpoint.send({ method: 'PUT', bucket, key: `logs/${key}`, body })).bytes();
  }
}

/** A fresh app that has fetched nothing yet. */
async function asker({ endpoint }: QueryBench) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-query-'));
  const values = new Map<string, { value: unknown; at: number }>();
  const store = {
    get: async (key: string) => values.get(key),
    set: async (key: string, value: unknown) => void values.set(key, { value, at: Date.now() }),
  };
  const context = {
    folder,
    store,
    forbidsLocalCopies: false,
    forbidsExports: false,
    endpoint: () => endpoint,
  };
  const surroundings = {
    host: { clock: Date.now, temporaryFolder: os.tmpdir() },
    commands: createCommandLog(Date.now),
    report: (error: unknown) => process.stderr.write(`${String(error)}\n`),
  };
  const queries = createQueries({
    here: () => context as unknown as StorageContext,
    listAll,
    surroundings: surroundings as unknown as StorageSurroundings,
  });
  return {
    async ask(sql: string) {
      const signal = new AbortController().signal;
      const from = performance.now();
      for await (const state of queries.handlers.runQuery({ sql, profile: 'bench' }, { signal })) {
        if (state.state === 'failed') throw new Error(JSON.stringify(state.failure));
        if (state.state !== 'done') continue;
        const view = { sort: [], filter: '' };
        const { rows } = await queries.handlers.resultRows(
          { id: state.id, from: 0, count: 100, view },
          { signal },
        );
        return { milliseconds: performance.now() - from, bytes: state.bytesFetched, rows };
      }
      throw new Error('The query ended without an answer');
    },
    async stop() {
      await queries.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Side {
  readonly cold: number;
  readonly warm: number;
  readonly bytes: number;
}

interface Work {
  /** The question, of a table. */
  readonly sql: (table: string) => string;
  /** Prefix of all that the question needs: what a person would download for it. */
  readonly prefix: string;
}

const tableBelow = (place: string) => `read_parquet('${place}**/*.parquet', hive_partitioning = true)`;

/** `mc mirror` of what the question needs, DuckDB over it, and the question once more over the files that are there now. */
async function peerOnce(
  { mc, endpoint, bucket, keys }: QueryBench,
  { sql, prefix }: Work,
): Promise<Side & { answer: string }> {
  if (!mc) throw new Error('mc is not here');
  const { protocol, host } = new URL(endpoint.profile.endpoint);
  const environment = {
    ...process.env,
    MC_HOST_bench: `${protocol}//${keys.accessKeyId}:${keys.secretAccessKey}@${host}`,
  };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-mc-'));
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GB' });
  const connection = await instance.connect();
  try {
    const target = path.join(folder, prefix);
    const ask = async () => (await connection.runAndReadAll(sql(tableBelow(`${folder}/`)))).getRowsJson();
    await connection.run('SELECT 1');
    const from = performance.now();
    await run(mc, ['--quiet', 'mirror', `bench/${bucket}/logs/${prefix}`, target], {
      env: environment,
      maxBuffer: 2 ** 26,
    });
    const answer = JSON.stringify(await ask());
    const cold = performance.now() - from;
    const again = performance.now();
    await ask();
    return { cold, warm: performance.now() - again, bytes: await sizeBelow(target), answer };
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}

async function ownOnce(bench: QueryBench, { sql }: Work): Promise<Side & { answer: string }> {
  const fresh = await asker(bench);
  try {
    // DuckDB itself is loaded before, on both sides: that is paid once a start.
    await fresh.ask('SELECT 1');
    const question = sql(tableBelow(`s3://${bench.bucket}/logs/`));
    const first = await fresh.ask(question);
    const { milliseconds } = await fresh.ask(question);
    return {
      cold: first.milliseconds,
      warm: milliseconds,
      bytes: first.bytes,
      answer: JSON.stringify(first.rows),
    };
  } finally {
    await fresh.stop();
  }
}

const medians = (sides: readonly Side[]): Side => ({
  cold: median(sides.map(({ cold }) => cold)),
  warm: median(sides.map(({ warm }) => warm)),
  bytes: median(sides.map(({ bytes }) => bytes)),
});

/** Medians of the same question on both sides, taking turns so that a busy moment meets both. Throws where an answer is wrong. */
async function both(
  bench: QueryBench,
  work: Work,
  right?: string,
): Promise<{ own: Side; peer: Side | undefined }> {
  const own: Side[] = [];
  const peer: Side[] = [];
  for (let turn = 0; turn < runs; turn += 1) {
    const sides = [await ownOnce(bench, work), ...(bench.mc ? [await peerOnce(bench, work)] : [])];
    for (const { answer } of sides)
      if (right !== undefined && answer !== right) throw new Error(`The answer is ${answer}, not ${right}`);
    const [ours, theirs] = sides;
    if (ours) own.push(ours);
    if (theirs) peer.push(theirs);
  }
  return { own: medians(own), peer: peer.length > 0 ? medians(peer) : undefined };
}

function whyNoPython(): string {
  const missing = ['pyarrow', 'polars'].filter((name) => {
    try {
      execFileSync('python3', ['-c', `import ${name}`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  return missing.length > 0 ? `${missing.join(' and ')} cannot be imported here` : 'not measured';
}

/** Figures of SQL over objects; generates and uploads its data, leaves the bucket to the caller. Throws where an answer is wrong. */
export async function measureQueries(bench: QueryBench): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-parquet-'));
  try {
    await generate(folder);
    const bytes = await sizeBelow(folder);
    await upload(bench, folder);
    const mean = (more: string) => (table: string) =>
      `SELECT CAST(avg(confidence) AS DECIMAL(9, 6)) AS mean FROM ${table} ${more}`;
    const right = async (sql: Work['sql']) => JSON.stringify(await duck(sql(tableBelow(`${folder}/`))));
    const size = Math.round(bytes / megabyte);
    const figures: Figure[] = [];
    const measure = async (what: string, work: Work, answer?: string) => {
      const { own, peer } = await both(bench, work, answer);
      const add = (title: string, unit: string, value: number, name: string, other: number | undefined) =>
        figures.push({
          what: title,
          value: Math.round(value * 10) / 10,
          unit,
          direction: 'below',
          peer: other === undefined ? null : { name, value: Math.round(other * 10) / 10 },
          ...(other === undefined && { reason: 'mc is not here' }),
        });
      add(
        `${what}, nothing on the laptop`,
        'ms',
        own.cold,
        'mc mirror of what it needs, then DuckDB',
        peer?.cold,
      );
      add(
        `${what}, fetched`,
        'MB',
        own.bytes / megabyte,
        'mc mirror of what it needs',
        peer && peer.bytes / megabyte,
      );
      add(`${what}, asked again`, 'ms', own.warm, 'DuckDB over the files downloaded before', peer?.warm);
      return own;
    };
    const all = mean('');
    const month = mean('WHERE mois = 3');
    const whole = await measure(
      `mean of a column over ${size} MB in 12 objects`,
      { sql: all, prefix: '' },
      await right(all),
    );
    await measure(
      'mean of a column in one of 12 partitions',
      { sql: month, prefix: 'annee=2025/mois=3/' },
      await right(month),
    );
    await measure('first 100 rows of 12 objects', {
      sql: (table) => `SELECT * FROM ${table} LIMIT 100`,
      // One object holds them.
      prefix: 'annee=2025/mois=1/',
    });
    figures.push({
      what: 'mean of a column beside pyarrow and polars',
      value: Math.round(whole.cold * 10) / 10,
      unit: 'ms',
      direction: 'below',
      peer: null,
      reason: whyNoPython(),
    });
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
