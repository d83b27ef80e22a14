/** A laptop that keeps models: a store, a folder, and the pins of one person; the folder stays when it stops. */
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Nomenclature } from '../../../../../shared/contract/annotation/nomenclatures.ts';
import type { Pin, pinOperations } from '../../../../../shared/contract/models/pins.ts';
import type { MlflowClient } from '../../../platform/mlflow/mlflow.ts';
import { openRanged } from '../../../platform/s3/ranged-object.ts';
import type { S3Endpoint } from '../../../platform/s3/endpoint.ts';
import type { ProjectContext, ProjectSurroundings } from '../../../project-context.ts';
import { createCommandLog } from '../../../shell/commands.ts';
import { createTaskList } from '../../../shell/tasks.ts';
import { openDatabases } from '../../../store/database.ts';
import type { Disk } from '../disk.ts';
import { createPins, type Pins } from '../pins.ts';

export type PinView = z.output<(typeof pinOperations.pins)['output']>;

export interface LaptopOptions {
  readonly client?: MlflowClient;
  readonly endpoint?: S3Endpoint;
  /** One that is there already, as after a restart or a crash. */
  readonly folder?: string;
  readonly disk?: Disk;
  readonly forbidsLocalCopies?: boolean;
  readonly forbidsExports?: boolean;
  readonly nomenclatures?: readonly Nomenclature[];
  readonly clock?: () => number;
}

export interface Laptop extends AsyncDisposable {
  readonly pins: Pins;
  readonly context: ProjectContext;
  readonly surroundings: ProjectSurroundings;
  readonly folder: string;
  readonly notes: { kind: string; values: unknown }[];
  readonly nomenclature: (id: string) => Promise<Nomenclature>;
  /** Reads files of this laptop (`sent`, by their paths) and objects. */
  readonly openSource: Parameters<typeof createPins>[0]['openSource'];
  wake(): void;
  /** The view once a condition holds. */
  until(holds: (view: PinView) => boolean): Promise<PinView>;
  /** The pin once it has one of these states. */
  pinIn(id: string, ...states: Pin['state'][]): Promise<Pin>;
  stop(): Promise<void>;
}

export const { signal } = new AbortController();

export async function openLaptop(options: LaptopOptions = {}): Promise<Laptop> {
  const { client, endpoint, clock = Date.now, nomenclatures = [] } = options;
  const folder = options.folder ?? (await mkdtemp(path.join(os.tmpdir(), 'sardonyx-models-')));
  const own = path.join(folder, 'own');
  await mkdir(own, { recursive: true });
  const databases = openDatabases(path.join(folder, 'store'));
  const notes: Laptop['notes'] = [];
  const wakers = new Set<() => void>();
  const surroundings: ProjectSurroundings = {
    host: {
      clock,
      secrets: undefined as never,
      temporaryFolder: folder,
      version: '0',
      keepAwake: async () => undefined,
      onResume(listener) {
        wakers.add(listener);
        return () => wakers.delete(listener);
      },
    },
    commands: createCommandLog(clock),
    tasks: createTaskList(clock),
    notifications: { add: (note) => void notes.push(note) },
    report: (error) => {
      throw error;
    },
  };
  const context = {
    key: 'test',
    platformId: 'test',
    userName: 'alice',
    store: databases.open('test', 'alice'),
    folder: own,
    endpoint: () => endpoint,
    homeProfile: endpoint && 'p',
    roots: [],
    forbidsLocalCopies: options.forbidsLocalCopies ?? false,
    forbidsExports: options.forbidsExports ?? false,
  } as unknown as ProjectContext;
  const nomenclature = async (id: string) => {
    const found = nomenclatures.find((one) => one.id === id);
    if (!found) throw new Error(`No nomenclature ${id}`);
    return found;
  };
  const openSource: Laptop['openSource'] = async (file, more) => {
    if (file.kind === 'object' && endpoint) return openRanged(endpoint, file, more);
    if (file.kind === 'sent') return laptopFile(file.id, file.name);
    throw new Error('There is no storage');
  };
  const pins = createPins({
    here: () => context,
    surroundings,
    openSource,
    nomenclatures: async () => nomenclatures,
    nomenclature,
    mlflowOf: async () => {
      if (!client) throw new Error('There is no server');
      return client;
    },
    serverName: async () => 'registry',
    ...(options.disk && { disk: options.disk }),
    pause: 5,
  });
  await pins.enter(context);
  let stopped: Promise<void> | undefined;
  const until: Laptop['until'] = async (holds) => {
    const stop = new AbortController();
    for await (const view of pins.handlers.pins({}, { signal: stop.signal }))
      if (holds(view as PinView)) {
        stop.abort();
        return view as PinView;
      }
    throw new Error('The stream ended');
  };
  const laptop: Laptop = {
    pins,
    context,
    surroundings,
    folder,
    notes,
    nomenclature,
    openSource,
    wake: () => {
      for (const wake of wakers) wake();
    },
    until,
    async pinIn(id, ...states) {
      const { pins: all } = await until((view) =>
        view.pins.some((pin) => pin.id === id && states.includes(pin.state)),
      );
      return all.find((pin) => pin.id === id) as Pin;
    },
    stop: () =>
      (stopped ??= (async () => {
        await pins.close();
        await databases.close();
      })()),
    async [Symbol.asyncDispose]() {
      await laptop.stop();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
  return laptop;
}

/** A file of this laptop as something that is read by ranges. */
async function laptopFile(file: string, name: string) {
  const handle = await open(file);
  const { size } = await handle.stat();
  await handle.close();
  const read = async (start: number, end: number) => {
    const one = await open(file);
    try {
      const bytes = Buffer.alloc(Math.max(0, Math.min(end, size) - start));
      await one.read(bytes, 0, bytes.length, start);
      return bytes;
    } finally {
      await one.close();
    }
  };

  return {
    name,
    size,
    etag: '"sent"',
    read,
    stream: async (start: number, end: number) => Readable.from([await read(start, end)]),
    bytesFetched: () => 0,
  };
}
