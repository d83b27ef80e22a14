/** Queries over a test store, with folders and a store of their own. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { failure } from '../../../../../shared/contract/errors.ts';
import { listAll } from '../../../platform/s3/list-objects.ts';
import type { S3Endpoint } from '../../../platform/s3/endpoint.ts';
import type { TestStore } from '../../../platform/s3/testing/stores.ts';
import { createCommandLog } from '../../../shell/commands.ts';
import type { Store } from '../../../store/store.ts';
import type { StorageContext, StorageSurroundings } from '../../storage-context.ts';
import { createQueries, type Queries } from '../queries.ts';
import type { State } from '../run-query.ts';

export interface Asker extends AsyncDisposable {
  readonly queries: Queries;
  readonly folder: string;
  readonly temporaryFolder: string;
  /** Requests that were sent, `GET bucket/key range`. */
  readonly requests: string[];
  /** What comes before each request from now on. */
  before(hook: ((line: string) => Promise<void> | void) | undefined): void;
  /** Nothing answers any more. */
  unplug(isUnplugged: boolean): void;
  /** Runs to the end and gives every state. */
  states(
    sql: string,
    more?: { memoryLimit?: number; allowBytes?: number; signal?: AbortSignal },
  ): Promise<State[]>;
  /** Runs to the end. @throws Error with the failure where it is not done. */
  done(sql: string, more?: { memoryLimit?: number; allowBytes?: number }): Promise<State>;
  /** Runs and gives the first 500 rows. */
  rows(sql: string): Promise<(string | number | boolean | null)[][]>;
  /** The same folder as another start of the app finds it. */
  again(): Promise<Asker>;
}

function memoryStore(): Store {
  const values = new Map<string, { value: unknown; at: number }>();
  return {
    get: async <T>(key: string) => values.get(key) as { value: T; at: number } | undefined,
    set: async (key: string, value: unknown) =>
      void values.set(key, { value: structuredClone(value), at: Date.now() }),
    delete: async (key: string) => void values.delete(key),
    kept: async () => [],
    enqueue: async () => {},
    outbox: async () => [],
    dequeue: async () => {},
    close: async () => {},
  } as unknown as Store;
}

export async function startAsker(
  store: TestStore,
  options: {
    forbidsLocalCopies?: boolean;
    forbidsExports?: boolean;
    quota?: number;
    folder?: string;
    kind?: S3Endpoint['kind'];
  } = {},
): Promise<Asker> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'sardonyx-query-test-')));
  const temporaryFolder = await mkdtemp(path.join(tmpdir(), 'sardonyx-query-temporary-'));
  const requests: string[] = [];
  let hook: ((line: string) => Promise<void> | void) | undefined;
  let isUnplugged = false;
  const endpoint: S3Endpoint = {
    ...store.endpoint,
    kind: options.kind ?? store.endpoint.kind,
    async send(request) {
      const line = `${request.method} ${request.bucket}/${request.key ?? ''} ${request.headers?.['range'] ?? ''}`;
      requests.push(line);
      if (isUnplugged) throw failure('unreachable', 'Nothing answers');
      await hook?.(line);
      return store.endpoint.send(request);
    },
  };
  const context = {
    key: folder,
    folder,
    store: memoryStore(),
    forbidsLocalCopies: options.forbidsLocalCopies ?? false,
    forbidsExports: options.forbidsExports ?? false,
    endpoint: () => endpoint,
  } as unknown as StorageContext;
  const surroundings = {
    host: { clock: Date.now, temporaryFolder },
    commands: createCommandLog(Date.now),
    report: (error: unknown) => process.stderr.write(`${String((error as Error).stack)}\n`),
  } as unknown as StorageSurroundings;
  const queries = createQueries({
    here: () => context,
    listAll,
    surroundings,
    ...(options.quota !== undefined && { quota: options.quota }),
  });
  const states: Asker['states'] = async (sql, { signal = new AbortController().signal, ...more } = {}) => {
    const all: State[] = [];
    const input = { sql, profile: store.name, ...more } as never;
    for await (const state of queries.handlers.runQuery(input, { signal })) all.push(state);
    return all;
  };
  const done: Asker['done'] = async (sql, more) => {
    const state = (await states(sql, more)).at(-1);
    if (state?.state === 'done') return state;
    throw new Error(JSON.stringify(state?.failure ?? state?.state));
  };
  return {
    queries,
    folder,
    temporaryFolder,
    requests,
    before: (next) => (hook = next),
    unplug: (value) => (isUnplugged = value),
    states,
    done,
    async rows(sql) {
      const { id } = await done(sql);
      const view = { sort: [], filter: '' };
      const { rows } = await queries.handlers.resultRows({ id, from: 0, count: 500, view }, neverAborted());
      return rows;
    },
    again: () => startAsker(store, { ...options, folder }),
    async [Symbol.asyncDispose]() {
      await queries.close();
      await rm(folder, { recursive: true, force: true });
      await rm(temporaryFolder, { recursive: true, force: true });
    },
  };
}

export const neverAborted = () => ({ signal: new AbortController().signal });

/** Writes a file by DuckDB, from a query. */
export async function fileOf(sql: string, options = 'FORMAT parquet'): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-query-data-'));
  try {
    const file = path.join(folder, 'file');
    await duck(`COPY (${sql}) TO '${file}' (${options})`);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What DuckDB answers by itself, over files of this laptop. */
export async function duck(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Puts objects. */
export async function put(
  store: TestStore,
  bucket: string,
  objects: Record<string, Buffer | string>,
): Promise<void> {
  for (const [key, body] of Object.entries(objects)) {
    const answer = await store.endpoint.send({ method: 'PUT', bucket, key, body });
    await answer.bytes();
  }
}
