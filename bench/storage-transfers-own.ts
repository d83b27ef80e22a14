/** The transfer engine for benchmarks: on its own, with a store in a temporary folder, over one endpoint. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createNetwork } from '../src/main/core/network/network.ts';
import { createS3Endpoint, type S3Endpoint } from '../src/main/core/platform/s3/endpoint.ts';
import { listAll } from '../src/main/core/platform/s3/list-objects.ts';
import { createFixedProfile } from '../src/main/core/platform/s3/sts.ts';
import { createCommandLog } from '../src/main/core/shell/commands.ts';
import { openDatabases } from '../src/main/core/store/database.ts';
import { copyObject } from '../src/main/core/storage/objects/copy-object.ts';
import { deleteObjects } from '../src/main/core/storage/objects/delete-objects.ts';
import type { StorageContext, StorageSurroundings } from '../src/main/core/storage/storage-context.ts';
import { createTransfers } from '../src/main/core/storage/transfers/transfers.ts';

export interface Keys {
  readonly url: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface OwnEngine {
  /** Resolves when everything is at the server and compared. Throws when something failed. */
  upload(file: string, bucket: string): Promise<void>;
  /** Everything below a key or prefix (ending with a slash) into a folder. Throws when something failed. */
  download(bucket: string, key: string, folder: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts it with fixed keys. */
export async function startOwnEngine(keys: Keys): Promise<OwnEngine> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-bench-'));
  const network = createNetwork({
    host: { folder, clock: Date.now, systemProxy: async () => undefined },
    settings: { current: () => ({ mode: 'system' }), onChange: () => () => {} },
    environment: {},
  });
  const profile = { name: 'bench', endpoint: keys.url, region: 'us-east-1', pathStyle: true };
  const endpoint = createS3Endpoint({
    id: 'bench',
    kind: 'own',
    profile,
    keys: createFixedProfile(profile, keys, Date.now),
    network,
    clock: Date.now,
  });
  const databases = openDatabases(path.join(folder, 'store'));
  const context = contextOver(endpoint, folder, databases.open('bench', 'bench'), network);
  const transfers = createTransfers({
    here: () => context,
    surroundings: surroundings(folder),
    copyObject,
    deleteObjects,
    resolve: (selection) => {
      if (selection.kind !== 'rows') throw new Error('Rows only');
      const [key = ''] = selection.keys;
      const prefix = key.slice(0, key.replace(/\/$/, '').lastIndexOf('/') + 1);
      return {
        profile: 'bench',
        bucket: selection.bucket,
        prefix,
        single: undefined,
        async *objects({ signal = new AbortController().signal }) {
          const { bucket } = selection;
          const request = { bucket, prefix: key, recursive: true, versions: false, inOrder: true, signal };
          for await (const page of listAll(endpoint, request))
            yield page.map((one) => ({ ...one, relative: one.key.slice(prefix.length) }));
        },
      };
    },
  });
  await transfers.enter(context);
  const { signal } = new AbortController();

  async function ended(id: string): Promise<void> {
    const stop = new AbortController();
    for await (const { transfers: all } of transfers.handlers.transfers({}, { signal: stop.signal })) {
      const transfer = all.find((one) => one.id === id);
      if (transfer?.state === 'done') break;
      if (transfer && ['failed', 'asking', 'paused', 'waiting'].includes(transfer.state))
        throw new Error(`The transfer is ${transfer.state}: ${transfer.problem?.message}`);
    }
    stop.abort();
    await transfers.handlers.forget({ ids: [id] }, { signal });
  }

  return {
    async upload(file, bucket) {
      const to = { profile: 'bench', bucket, prefix: '' };
      await ended((await transfers.handlers.upload({ to, paths: [file] }, { signal })).id);
    },
    async download(bucket, key, target) {
      const selection = { kind: 'rows', profile: 'bench', bucket, keys: [key] } as const;
      await ended(
        (
          await transfers.handlers.download(
            { selection: { ...selection, keys: [key] }, folder: target },
            { signal },
          )
        ).id,
      );
    },
    async close() {
      await transfers.close();
      await databases.close();
      endpoint.close();
      await network.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function contextOver(
  endpoint: S3Endpoint,
  folder: string,
  store: StorageContext['store'],
  network: StorageContext['network'],
): StorageContext {
  return {
    key: 'bench',
    platformId: 'bench',
    userName: 'bench',
    project: { id: 'bench', name: 'bench', namespace: 'bench' },
    profiles: [],
    region: undefined,
    claims: () => ({}),
    network,
    store,
    folder,
    forbidsLocalCopies: false,
    forbidsExports: false,
    endpoint: () => endpoint,
  };
}

function surroundings(folder: string): StorageSurroundings {
  return {
    host: {
      clock: Date.now,
      secrets: {
        kind: 'memory',
        get: async () => undefined,
        set: async () => {},
        delete: async () => {},
        keys: async () => [],
      },
      openFile: async () => {},
      keepAwake: async () => undefined,
      onResume: () => () => {},
      temporaryFolder: folder,
    },
    commands: createCommandLog(Date.now),
    notifications: { add: () => {} },
    report: (error, where) => process.stderr.write(`${where}: ${String(error)}\n`),
  };
}
