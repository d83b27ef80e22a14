/** A laptop for tests of the models: a store and folder of its own, one MLflow server. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { testNetwork } from '../../network/testing/test-network.ts';
import type { ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import { createCommandLog } from '../../shell/commands.ts';
import { createNotifications } from '../../shell/notifications.ts';
import { createTaskList } from '../../shell/tasks.ts';
import { openDatabases } from '../../store/database.ts';
import { createArtifacts } from '../artifacts/artifacts.ts';
import { createRegistry } from '../registry/registry.ts';
import { createRuns } from '../runs/runs.ts';
import { forgetSeen } from '../seen-store.ts';
import { createServers } from '../servers/servers.ts';

export interface TestLaptop extends AsyncDisposable {
  readonly servers: ReturnType<typeof createServers>;
  readonly registry: ReturnType<typeof createRegistry>;
  readonly runs: ReturnType<typeof createRuns>;
  readonly artifacts: ReturnType<typeof createArtifacts>;
  readonly context: ProjectContext;
  readonly secrets: Map<string, string>;
  /** Lines that were shown. */
  lines(): string[];
  /** What nobody expected. */
  readonly reported: unknown[];
  /** The app ends; folder and secrets stay. */
  stop(): Promise<void>;
  /** Another start of the app on the same folder. */
  again(rest?: Partial<ProjectContext>): Promise<TestLaptop>;
}

/** @param url of the platform's MLflow */
export async function startLaptop(
  url: string | undefined,
  rest: Partial<ProjectContext> = {},
): Promise<TestLaptop> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-models-'));
  return start(root, new Map(), { platform: url === undefined ? {} : { mlflow: { url } }, ...rest });
}

async function start(
  root: string,
  secrets: Map<string, string>,
  rest: Partial<ProjectContext>,
): Promise<TestLaptop> {
  const own = await testNetwork();
  const databases = openDatabases(path.join(root, 'store'));
  const folder = path.join(root, 'files');
  await mkdir(folder, { recursive: true });
  const context = {
    key: 'k',
    platformId: 'platform',
    userName: 'alice',
    network: own.network,
    store: databases.open('test', 'alice'),
    folder,
    homeProfile: undefined,
    roots: [],
    namespace: 'user-alice',
    cluster: undefined,
    forbidsLocalCopies: false,
    forbidsExports: false,
    ...rest,
  } as unknown as ProjectContext;
  const reported: unknown[] = [];
  const commands = createCommandLog(Date.now);
  const surroundings: ProjectSurroundings = {
    host: {
      clock: Date.now,
      version: '0',
      temporaryFolder: os.tmpdir(),
      onResume: () => () => {},
      keepAwake: async () => undefined,
      secrets: {
        kind: 'memory',
        get: async (key) => secrets.get(key),
        set: async (key, value) => void secrets.set(key, value),
        delete: async (key) => void secrets.delete(key),
        keys: async (prefix) => [...secrets.keys()].filter((key) => key.startsWith(prefix)),
      },
    },
    commands,
    notifications: createNotifications(Date.now, () => {}),
    tasks: createTaskList(Date.now),
    report: (error) => void reported.push(error),
  };
  const here = () => context;
  const servers = createServers({
    here,
    surroundings,
    forget: async (of, seen) => {
      await runs.closeServer(seen);
      await forgetSeen(of, seen);
    },
  });
  const runs = createRuns({ here, surroundings, servers });
  const artifacts = createArtifacts({ here, surroundings, reach: servers.reach });
  const { experimentName } = runs;
  const { sourceOf } = artifacts;
  const registry = createRegistry({ here, surroundings, servers, sourceOf, experimentName });
  let isRunning = true;

  const stop = async () => {
    if (!isRunning) return;
    isRunning = false;
    await runs.close();
    await servers.close();
    await databases.close();
    await own[Symbol.asyncDispose]();
  };
  return {
    servers,
    registry,
    runs,
    artifacts,
    context,
    secrets,
    lines: () => commands.list.get().map(({ text }) => text),
    reported,
    stop,
    again: (more = {}) => start(root, secrets, { ...rest, ...more }),
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(root, { recursive: true, force: true });
    },
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
