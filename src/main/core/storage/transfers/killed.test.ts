import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { S3Endpoint, S3Request } from '../../platform/s3/endpoint.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { listParts } from './multipart-calls.ts';
import { mebibyte } from './part-plan.ts';
import { fromJournal } from './record.ts';
import { getObject, openHarness } from './testing/harness.ts';
import type { ProgramInput } from './testing/transfer-program.ts';

const size = 12 * 16 * mebibyte + 5;

/** Runs the program until some parts are through, and kills it as the system would. */
async function killInTheMiddle(input: ProgramInput): Promise<void> {
  const program = path.join(import.meta.dirname, 'testing/transfer-program.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(input)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString()));
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error(`The program ended: ${complaints}`);
    }),
  ]);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The endpoint, and the requests that go through it. */
function counted(endpoint: S3Endpoint): { endpoint: S3Endpoint; requests: S3Request[] } {
  const requests: S3Request[] = [];
  return {
    requests,
    endpoint: {
      ...endpoint,
      send: (request) => {
        requests.push(request);
        return endpoint.send(request);
      },
    },
  };
}

describe.each(storeNames())('after kill -9 over %s', (name) => {
  let store: TestStore;
  let folder: string;
  beforeAll(async () => {
    store = await openStore(name);
  });
  afterAll(() => store[Symbol.asyncDispose]());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-killed-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function input(bucket: string, file: string, key?: string): Promise<ProgramInput> {
    const keys = await store.endpoint.credentials();
    if (!keys) throw new Error('No keys');
    return {
      id: name,
      url: store.endpoint.profile.endpoint,
      keys,
      folder: path.join(folder, 'own'),
      bucket,
      file,
      parts: 6,
      ...(key !== undefined && { key }),
    };
  }

  test('an upload goes on: only parts that were under way are sent again', async () => {
    const bucket = await store.bucket();
    const bytes = randomBytes(size);
    const file = path.join(folder, 'big.bin');
    await writeFile(file, bytes);
    await killInTheMiddle(await input(bucket, file));

    const { endpoint, requests } = counted(store.endpoint);
    await using harness = await openHarness({
      endpoint,
      network: store.network,
      folder: path.join(folder, 'own'),
    });
    const [stored] = await harness.context.store.transfers.transfers();
    const id = stored?.id ?? '';
    const [row] = await harness.context.store.transfers.files({
      transfer: id,
      states: ['active', 'done'],
      after: -1,
      count: 1,
    });
    expect(row?.state).toBe('active');
    const uploadId = (row && fromJournal(row).record.uploadId) ?? '';
    expect(uploadId).not.toBe('');
    expect(await harness.ended(id)).toMatchObject({ state: 'done', bytes: { done: size, total: size } });
    expect((await getObject(store.endpoint, bucket, 'big.bin')).equals(bytes)).toBe(true);

    const sent = requests.filter(
      ({ method, query }) => method === 'PUT' && query?.['partNumber'] !== undefined,
    );
    expect(requests.some(({ query }) => query && 'uploads' in query)).toBe(false);
    expect(new Set(sent.map(({ query }) => query?.['uploadId']))).toEqual(new Set([uploadId]));
    // 13 parts, of which the six that the journal had are not sent again, and none twice.
    expect(new Set(sent.map(({ query }) => query?.['partNumber'])).size).toBe(sent.length);
    expect(sent.length).toBe(7);
    await expect(
      listParts(store.endpoint, { bucket, key: 'big.bin', signal: new AbortController().signal }, uploadId),
    ).rejects.toMatchObject({ data: { reason: 'storage-no-upload' } });
  });

  test('a download goes on: only ranges that were under way are fetched again', async () => {
    const bucket = await store.bucket();
    const bytes = randomBytes(size);
    const source = path.join(folder, 'source.bin');
    await writeFile(source, bytes);
    await (await store.endpoint.send({ method: 'PUT', bucket, key: 'big.bin', body: bytes })).text();
    const target = path.join(folder, 'target');
    await killInTheMiddle(await input(bucket, target, 'big.bin'));
    expect(await readdir(target)).toEqual(['big.bin.sardonyx-part']);
    expect((await stat(path.join(target, 'big.bin.sardonyx-part'))).size).toBe(size);

    const { endpoint, requests } = counted(store.endpoint);
    await using harness = await openHarness({
      endpoint,
      network: store.network,
      folder: path.join(folder, 'own'),
    });
    const [stored] = await harness.context.store.transfers.transfers();
    const id = stored?.id ?? '';
    expect(await harness.ended(id)).toMatchObject({ state: 'done', bytes: { done: size, total: size } });
    expect((await readFile(path.join(target, 'big.bin'))).equals(bytes)).toBe(true);
    expect(await readdir(target)).toEqual(['big.bin']);
    const ranges = requests.filter(({ headers }) => headers?.['range'] !== undefined);
    expect(ranges.length).toBe(7);
    expect(ranges.every(({ headers }) => headers?.['if-match'] !== undefined)).toBe(true);
    const [row] = await harness.context.store.transfers.files({
      transfer: id,
      states: ['done'],
      after: -1,
      count: 1,
    });
    expect(row?.verified).toBe('md5');
  });
});
