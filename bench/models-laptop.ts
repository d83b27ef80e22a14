/** The models of one person for benchmarks: a store and a folder of their own, one MLflow server, one storage. */
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createModels, type Models } from '../src/main/core/models/models.ts';
import { createNetwork } from '../src/main/core/network/network.ts';
import { createS3Endpoint } from '../src/main/core/platform/s3/endpoint.ts';
import type { Ranged } from '../src/main/core/platform/s3/ranged-object.ts';
import { createFixedProfile } from '../src/main/core/platform/s3/sts.ts';
import type { ProjectContext, ProjectSurroundings } from '../src/main/core/project-context.ts';
import { createCommandLog } from '../src/main/core/shell/commands.ts';
import { createTaskList } from '../src/main/core/shell/tasks.ts';
import { openDatabases } from '../src/main/core/store/database.ts';

export interface Keys {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Laptop extends AsyncDisposable {
  readonly handlers: Models['handlers'];
}

/** By which the platform's MLflow is meant. */
export const platformServer = 'platform';

/** @param mlflow address of the platform's server @param keys of the platform's storage */
export async function openLaptop(mlflow?: string, keys?: Keys): Promise<Laptop> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-models-'));
  const folder = path.join(root, 'own');
  await mkdir(folder);
  const network = createNetwork({
    host: { folder: root, clock: Date.now, systemProxy: () => Promise.resolve(undefined) },
    settings: { current: () => ({ mode: 'none' }), onChange: () => () => undefined },
    environment: {},
  });
  const profile = { name: 'bench', endpoint: keys?.url ?? '', region: 'us-east-1', pathStyle: true };
  const endpoint =
    keys &&
    createS3Endpoint({
      id: 'bench',
      kind: 'own',
      profile,
      keys: createFixedProfile(profile, keys, Date.now),
      network,
      clock: Date.now,
    });
  const databases = openDatabases(path.join(root, 'store'));
  const context = {
    key: 'bench',
    platformId: 'bench',
    userName: 'bench',
    network,
    store: databases.open('bench', 'bench'),
    folder,
    endpoint: () => endpoint,
    homeProfile: endpoint && 'bench',
    roots: [],
    namespace: 'bench',
    cluster: undefined,
    platform: mlflow === undefined ? {} : { mlflow: { url: mlflow } },
    forbidsLocalCopies: false,
    forbidsExports: false,
  } as unknown as ProjectContext;
  const models = createModels({
    here: () => context,
    surroundings: surroundings(root),
    openSource: async (file) => {
      if (file.kind === 'sent') return laptopFile(file.id, file.name);
      throw new Error('Only files of this laptop');
    },
    nomenclatures: async () => [],
    nomenclature: async (id) => {
      throw new Error(`No nomenclature ${id}`);
    },
  });
  await models.enter(context);
  return {
    handlers: models.handlers,
    async [Symbol.asyncDispose]() {
      await models.close();
      await databases.close();
      endpoint?.close();
      await network.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

function surroundings(temporaryFolder: string): ProjectSurroundings {
  return {
    host: {
      clock: Date.now,
      version: '0',
      temporaryFolder,
      keepAwake: async () => undefined,
      onResume: () => () => {},
      secrets: {
        kind: 'memory',
        get: async () => undefined,
        set: async () => {},
        delete: async () => {},
        keys: async () => [],
      },
    },
    commands: createCommandLog(Date.now),
    notifications: { add: () => {} },
    tasks: createTaskList(Date.now),
    report: (error, where) => process.stderr.write(`${where}: ${String(error)}\n`),
  };
}

/** A file as the page sends it. */
async function laptopFile(file: string, name: string): Promise<Ranged> {
  const handle = await open(file);
  const { size } = await handle.stat();
  await handle.close();
  const read = async (start: number, end: number) => {
    await using one = await open(file);
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(end, size) - start));
    await one.read(bytes, 0, bytes.length, start);
    return bytes;
  };
  return {
    name,
    size,
    etag: '"sent"',
    read,
    stream: async (start, end) =>
      (await open(file)).createReadStream({ start, end: Math.min(end, size) - 1 }),
    bytesFetched: () => 0,
  };
}

/** The first value of a stream that fulfils a condition; the stream is then left. */
export async function until<T>(
  stream: (signal: AbortSignal) => AsyncIterable<T>,
  condition: (value: T) => boolean,
): Promise<T> {
  const over = new AbortController();
  try {
    for await (const value of stream(over.signal)) if (condition(value)) return value;
    throw new Error('The stream ended before');
  } finally {
    over.abort();
  }
}
