/** A laptop with serving on it, for tests: a store and secrets of its own, a real network, and whatever cluster is given. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { SecretStore } from '../../host.ts';
import { testNetwork } from '../../network/testing/test-network.ts';
import type { ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import { createCommandLog, type CommandLog } from '../../shell/commands.ts';
import { openDatabases } from '../../store/database.ts';
import { createServing, type Serving, type ServingParts } from '../serving.ts';

export interface ServingPlace extends AsyncDisposable {
  readonly serving: Serving;
  readonly handlers: Serving['handlers'];
  readonly context: ProjectContext;
  readonly commands: CommandLog;
  readonly secrets: Map<string, string>;
  readonly reports: unknown[];
  /** The same laptop after the app was started anew, with another context where one is given. */
  again(context?: Partial<ProjectContext>): Promise<Serving['handlers']>;
  /** The person goes to another project. */
  goTo(context: Partial<ProjectContext>): Promise<void>;
}

export const signal = AbortSignal.timeout(600_000);

/** Two levels: sections A and B, each with two classes. */
export const smallTree: Nomenclature = {
  schemaVersion: 1,
  id: 'small',
  titles: { en: 'Small' },
  levels: [
    { titles: { en: 'Section' }, count: 2 },
    { titles: { en: 'Class' }, count: 4 },
  ],
  source: 'a test',
  nodes: [
    { code: 'A', level: 1, titles: { en: 'Farming' } },
    { code: '01.1', level: 2, parent: 'A', titles: { en: 'Crops' } },
    { code: '01.2', level: 2, parent: 'A', titles: { en: 'Animals' } },
    { code: 'B', level: 1, titles: { en: 'Mining' } },
    { code: '05.1', level: 2, parent: 'B', titles: { en: 'Coal' } },
    { code: '05.2', level: 2, parent: 'B', titles: { en: 'Lignite' } },
  ],
};

function secretStore(kept: Map<string, string>): SecretStore {
  return {
    kind: 'memory',
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
    keys: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/** @param given of the context and of the parts, in the place of what refuses to be there */
export async function servingPlace(
  given: {
    readonly context?: Partial<ProjectContext>;
    readonly parts?: Partial<ServingParts>;
  } = {},
): Promise<ServingPlace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-serving-'));
  const own = await testNetwork();
  const databases = openDatabases(folder);
  const secrets = new Map<string, string>();
  const reports: unknown[] = [];
  const commands = createCommandLog(Date.now);
  let context: ProjectContext = {
    key: 'test',
    platformId: 'test',
    userName: 'alice',
    network: own.network,
    store: databases.open('platforms', 'test', 'alice'),
    folder,
    endpoint: () => {
      throw new Error('No storage');
    },
    homeProfile: undefined,
    roots: [],
    namespace: 'projet-nace',
    cluster: undefined,
    platform: {},
    forbidsLocalCopies: false,
    forbidsExports: false,
    ...given.context,
  };
  const surroundings = {
    host: { clock: Date.now, secrets: secretStore(secrets), onResume: () => () => {} },
    commands,
    report: (error: unknown) => void reports.push(error),
  } as unknown as ProjectSurroundings;
  const start = () =>
    createServing({
      here: () => context,
      surroundings,
      codedItemsOf: () => Promise.reject(new Error('No campaigns')),
      nomenclature: () => Promise.resolve(smallTree),
      predict: () => Promise.reject(new Error('No models')),
      pinName: (pin) => Promise.resolve(pin),
      ...given.parts,
    });
  let serving = start();

  return {
    get serving() {
      return serving;
    },
    get handlers() {
      return serving.handlers;
    },
    context,
    commands,
    secrets,
    reports,
    async again(changed = {}) {
      await serving.close();
      context = { ...context, ...changed };
      serving = start();
      return serving.handlers;
    },
    async goTo(changed) {
      context = { ...context, ...changed };
      await serving.enter(context);
    },
    async [Symbol.asyncDispose]() {
      await serving.close();
      await databases.close();
      await own[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The first value of a stream that fulfils a condition. */
export async function firstOf<T>(values: AsyncIterable<T>, holds: (value: T) => boolean): Promise<T> {
  let last: T | undefined;
  for await (const value of values) {
    last = value;
    if (holds(value)) return value;
  }
  throw new Error(`The stream ended with ${JSON.stringify(last)}`);
}
