/** Owns DuckDB: parses, plans, runs. Nothing of the laptop can be reached from here but the folder that it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type {
  DuckAnswer,
  DuckCall,
  DuckRequest,
  DuckValue,
  OpenSettings,
  WorkerSettings,
} from './duck-protocol.ts';

const settings = workerData as WorkerSettings;
const connections = new Map<
  string,
  { instance: DuckDBInstance; connection: DuckDBConnection; last: Promise<unknown> }
>();

async function open({ name, file, memoryLimit, threads, keepsOrder, disabledOptimizers }: OpenSettings) {
  const instance = await DuckDBInstance.create(file ?? ':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    enable_external_file_cache: 'false',
    errors_as_json: 'true',
    memory_limit: `${Math.max(64, Math.floor(memoryLimit / 1e6))}MB`,
    threads: String(threads),
    temp_directory: settings.temporary,
    max_temp_directory_size: `${Math.floor(settings.temporaryLimit / 1e6)}MB`,
    preserve_insertion_order: String(keepsOrder),
    ...(disabledOptimizers && { disabled_optimizers: disabledOptimizers }),
  });
  const connection = await instance.connect();
  await connection.run(`SET allowed_directories = ['${settings.folder.replaceAll("'", "''")}']`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  connections.set(name, { instance, connection, last: Promise.resolve() });
}

/** Runs one statement after the other on a connection. */
function run(name: string, sql: string, values: readonly DuckValue[]): Promise<unknown[][]> {
  const held = connections.get(name);
  if (!held) throw new Error(`Nothing is open under ${name}`);
  const rows = held.last.then(async () => {
    const reader = await held.connection.runAndReadAll(sql, [...values]);
    return reader.getRows().map((row) => row.map(cell));
  });
  held.last = rows.catch(() => undefined);
  return rows;
}

/** A value as the contract carries it; SQL has turned everything else into text before. */
function cell(value: unknown): string | number | boolean | null {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return String(value);
}

async function close(name: string): Promise<void> {
  const held = connections.get(name);
  connections.delete(name);
  if (!held) return;
  held.connection.interrupt();
  await held.last;
  held.connection.closeSync();
  held.instance.closeSync();
}

const calls: {
  [Call in keyof DuckCall]: (input: DuckCall[Call]['input']) => Promise<DuckCall[Call]['output']>;
} = {
  open,
  run: ({ name, sql, values = [] }) => run(name, sql, values) as Promise<DuckCall['run']['output']>,
  interrupt: async ({ name }) => connections.get(name)?.connection.interrupt(),
  close: ({ name }) => close(name),
  end: async () => {
    for (const name of connections.keys()) await close(name);
  },
};

parentPort?.on('message', (request: DuckRequest) => {
  const answer = (message: DuckAnswer) => parentPort?.postMessage(message);
  const call = calls[request.call] as (input: unknown) => Promise<unknown>;
  Promise.resolve()
    .then(() => call(request.input))
    .then(
      (value) => answer({ id: request.id, value }),
      (error: unknown) =>
        answer({ id: request.id, failed: error instanceof Error ? error.message : String(error) }),
    );
});
