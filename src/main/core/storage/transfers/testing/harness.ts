/** Transfers for tests: a store of their own in a temporary folder, over a test store's endpoint. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DeleteObjectsCommand, CopyObjectCommand } from '@aws-sdk/client-s3';
import type { Selection } from '../../../../../shared/contract/storage/listing.ts';
import type { Transfer, Transfers } from '../../../../../shared/contract/storage/transfers.ts';
import { failure } from '../../../../../shared/contract/errors.ts';
import type { Network } from '../../../network/network.ts';
import type { S3Endpoint } from '../../../platform/s3/endpoint.ts';
import { listAll } from '../../../platform/s3/list-objects.ts';
import { createCommandLog } from '../../../shell/commands.ts';
import { openDatabases, type Databases } from '../../../store/database.ts';
import type { ResolveSelection, SelectedObject } from '../../selection.ts';
import type { StorageContext, StorageSurroundings } from '../../storage-context.ts';
import type { EngineOptions } from '../engine.ts';
import type { CopyObject, DeleteObjects } from '../server-side.ts';
import { createTransfers, type TransferParts } from '../transfers.ts';

export interface Harness extends AsyncDisposable {
  readonly folder: string;
  readonly transfers: TransferParts;
  readonly handlers: TransferParts['handlers'];
  readonly context: StorageContext;
  readonly commands: StorageSurroundings['commands'];
  readonly awake: { readonly now: number; readonly ever: number };
  readonly reports: unknown[];
  wakeUp(): void;
  /** Ends the engine and begins anew, as after a restart. */
  restart(options?: Partial<EngineOptions>): Promise<void>;
  /** The transfer once a condition holds. */
  until(id: string, holds: (transfer: Transfer) => boolean): Promise<Transfer>;
  ended(id: string): Promise<Transfer>;
  now(): Promise<Transfers>;
  rows(bucket: string, ...keys: string[]): Selection;
}

const over = new Set(['done', 'failed', 'cancelled', 'asking', 'paused']);

export async function openHarness(given: {
  endpoint: S3Endpoint;
  network: Network;
  folder?: string;
  options?: Partial<EngineOptions>;
}): Promise<Harness> {
  const { endpoint, network } = given;
  const folder = given.folder ?? (await mkdtemp(path.join(os.tmpdir(), 'sardonyx-transfers-')));
  let databases: Databases = openDatabases(path.join(folder, 'store'));
  const commands = createCommandLog(Date.now);
  const awake = { now: 0, ever: 0 };
  const reports: unknown[] = [];
  const wakers = new Set<() => void>();
  const surroundings: StorageSurroundings = {
    host: {
      clock: Date.now,
      secrets: undefined as never,
      openFile: async () => {},
      async keepAwake() {
        awake.now += 1;
        awake.ever += 1;
        return () => {
          awake.now -= 1;
        };
      },
      onResume(listener) {
        wakers.add(listener);
        return () => wakers.delete(listener);
      },
      temporaryFolder: folder,
    },
    commands,
    notifications: { add: () => {} },
    report: (error) => reports.push(error),
  };
  const contextOver = (): StorageContext =>
    ({
      key: 'test',
      platformId: 'test',
      userName: 'alice',
      network,
      store: databases.open('test', 'alice'),
      folder: path.join(folder, 'own'),
      forbidsLocalCopies: false,
      forbidsExports: false,
      endpoint(profile: string) {
        if (profile === endpoint.id) return endpoint;
        throw failure('not-found', 'No such profile', { reason: 'storage-no-profile' });
      },
    }) as unknown as StorageContext;
  let context = contextOver();
  const make = (more: Partial<EngineOptions> = {}) =>
    createTransfers({
      here: () => context,
      resolve: resolveOver(endpoint),
      surroundings,
      copyObject,
      deleteObjects,
      base: 20,
      ...given.options,
      ...more,
    });
  let transfers = make();
  await transfers.enter(context);

  const harness: Harness = {
    folder,
    get transfers() {
      return transfers;
    },
    get handlers() {
      return transfers.handlers;
    },
    get context() {
      return context;
    },
    commands,
    awake,
    reports,
    wakeUp() {
      for (const wake of wakers) wake();
    },
    async restart(more) {
      await transfers.close();
      await databases.close();
      databases = openDatabases(path.join(folder, 'store'));
      context = contextOver();
      transfers = make(more);
      await transfers.enter(context);
    },
    async until(id, holds) {
      const stop = new AbortController();
      for await (const shown of transfers.handlers.transfers({}, { signal: stop.signal })) {
        const transfer = shown.transfers.find((one) => one.id === id);
        if (transfer && holds(transfer as Transfer)) {
          stop.abort();
          return transfer as Transfer;
        }
      }
      throw new Error('The stream ended');
    },
    ended: (id) => harness.until(id, ({ state }) => over.has(state)),
    async now() {
      const stop = new AbortController();
      for await (const shown of transfers.handlers.transfers({}, { signal: stop.signal })) {
        stop.abort();
        return shown as Transfers;
      }
      throw new Error('The stream ended');
    },
    rows: (bucket, ...keys) => ({ kind: 'rows', profile: endpoint.id, bucket, keys }),
    async [Symbol.asyncDispose]() {
      await transfers.close();
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return harness;
}

const everything = { recursive: true, versions: false, inOrder: true };

/** Rows only, as the storage resolves them. */
export function resolveOver(endpoint: S3Endpoint): ResolveSelection {
  return (selection) => {
    if (selection.kind !== 'rows') throw failure('not-found', 'The listing is closed');
    const { profile, bucket, keys } = selection;
    const folderOf = (key: string) => key.slice(0, key.replace(/\/$/, '').lastIndexOf('/') + 1);
    const prefix = folderOf(keys[0] ?? '');
    return {
      profile,
      bucket,
      prefix,
      single: keys.length === 1 ? (keys[0] ?? '').slice(prefix.length) : undefined,
      async *objects({ signal = new AbortController().signal }) {
        for (const key of keys)
          for await (const page of listAll(endpoint, { bucket, prefix: key, ...everything, signal })) {
            const found: SelectedObject[] = page
              .filter((one) => key.endsWith('/') || one.key === key)
              .map((one) => ({ ...one, relative: one.key.slice(folderOf(key).length) }));
            yield found;
          }
      },
    };
  };
}

const copyObject: CopyObject = async (endpoint, from, to, { size, etag, onProgress, ifNoneMatch }) => {
  const answer = await endpoint.sdk(
    (client) =>
      client.send(
        new CopyObjectCommand({
          Bucket: to.bucket,
          Key: to.key,
          CopySource: `${from.bucket}/${from.key.split('/').map(encodeURIComponent).join('/')}`,
          CopySourceIfMatch: etag,
          ...(ifNoneMatch && { IfNoneMatch: '*' }),
        }),
      ),
    { bucket: to.bucket, key: to.key },
  );
  onProgress?.(size);
  return { etag: answer.CopyObjectResult?.ETag ?? '' };
};

const deleteObjects: DeleteObjects = async (endpoint, bucket, objects) => {
  const answer = await endpoint.sdk(
    (client) =>
      client.send(
        new DeleteObjectsCommand({
          Bucket: bucket,
          Delete: { Objects: objects.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })) },
        }),
      ),
    { bucket },
  );
  return {
    failed: (answer.Errors ?? []).map(({ Key = '', Message = '' }) => ({
      key: Key,
      problem: failure('forbidden', Message).data,
    })),
    markers: (answer.Deleted ?? []).flatMap(({ Key, DeleteMarker, DeleteMarkerVersionId }) =>
      DeleteMarker && Key && DeleteMarkerVersionId ? [{ key: Key, versionId: DeleteMarkerVersionId }] : [],
    ),
  };
};

/** All keys of a bucket with their sizes. */
export async function keysIn(endpoint: S3Endpoint, bucket: string): Promise<Record<string, number>> {
  const keys: Record<string, number> = {};
  for await (const page of listAll(endpoint, { bucket, prefix: '', ...everything }))
    for (const { key, size } of page) keys[key] = size;
  return keys;
}

export async function putObject(
  endpoint: S3Endpoint,
  bucket: string,
  key: string,
  body: string | Buffer,
): Promise<void> {
  const answer = await endpoint.send({ method: 'PUT', bucket, key, body });
  answer.finish();
}

export async function getObject(endpoint: S3Endpoint, bucket: string, key: string): Promise<Buffer> {
  return (await endpoint.send({ method: 'GET', bucket, key })).bytes();
}
