import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { MlflowClient } from '../../platform/mlflow/mlflow.ts';
import type { S3Endpoint, S3Request } from '../../platform/s3/endpoint.ts';
import { openStore, storeNames, type TestStore } from '../../platform/s3/testing/stores.ts';
import { openLaptop, signal } from './testing/laptop.ts';
import type { ProgramInput } from './testing/pin-program.ts';
import { longModel, modelBytes, versionFiles } from './testing/sample-model.ts';

const version = { server: 's', name: 'nace', version: '3' };
const mebibyte = 1024 ** 2;
const length = 6 * 16 * mebibyte + 5;

/** The endpoint, and the requests that go through it. */
function counted(endpoint: S3Endpoint): { endpoint: S3Endpoint; requests: S3Request[] } {
  const requests: S3Request[] = [];
  const send: S3Endpoint['send'] = (request) => {
    requests.push(request);
    return endpoint.send(request);
  };
  return { requests, endpoint: { ...endpoint, send } };
}
const rangesOf = (requests: readonly S3Request[]) =>
  requests.map(({ headers }) => headers?.['range']).filter((range) => range && range !== 'bytes=0-3');

describe.each(storeNames())('straight from %s', (name) => {
  let store: TestStore;
  beforeAll(async () => void (store = await openStore(name)));
  afterAll(() => store[Symbol.asyncDispose]());

  async function put(model: Buffer): Promise<{ bucket: string; client: MlflowClient; address: string }> {
    const bucket = await store.bucket();
    for (const [file, body] of versionFiles(model))
      await (await store.endpoint.send({ method: 'PUT', bucket, key: `models/3/${file}`, body })).text();
    const address = `s3://${bucket}/models/3`;
    return { bucket, address, client: { downloadUri: async () => address } as unknown as MlflowClient };
  }

  test('by ranges, compared with the ETag; the pickle is never asked for', async () => {
    const bytes = longModel(length - modelBytes().length);
    const { client } = await put(bytes);
    const { endpoint, requests } = counted(store.endpoint);
    await using laptop = await openLaptop({ client, endpoint });
    const { id } = await laptop.pins.handlers.pin(version, { signal });
    expect(await laptop.pinIn(id, 'ready', 'failed')).toMatchObject({ state: 'ready' });
    expect((await readFile((await laptop.pins.ready(id)).file)).equals(bytes)).toBe(true);
    expect(rangesOf(requests)).toHaveLength(7);
    expect(requests.some(({ key }) => key?.endsWith('.pkl'))).toBe(false);
    expect(requests.every(({ method }) => method === 'GET' || method === 'HEAD')).toBe(true);
  });

  test('after kill -9 nothing looks whole, and only what was under way is fetched again', async () => {
    const bytes = longModel(length - modelBytes().length);
    const { client, address } = await put(bytes);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-pin-killed-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const keys = await store.endpoint.credentials();
    if (!keys) throw new Error('No keys');
    const url = store.endpoint.profile.endpoint;
    await killInTheMiddle({ url, keys, folder, address, version, ranges: 3 });
    const blobs = await readdir(path.join(folder, 'own/models/pins/blobs'));
    expect(blobs).toHaveLength(3);

    const { endpoint, requests } = counted(store.endpoint);
    await using laptop = await openLaptop({ client, endpoint, folder });
    const [pin] = (await laptop.until(({ pins }) => pins.length > 0)).pins;
    const id = pin?.id ?? '';
    if (pin?.state !== 'ready')
      await expect(laptop.pins.ready(id)).rejects.toMatchObject({ data: { reason: 'pin-not-ready' } });
    expect(await laptop.pinIn(id, 'ready', 'failed')).toMatchObject({ state: 'ready' });
    expect((await readFile((await laptop.pins.ready(id)).file)).equals(bytes)).toBe(true);
    expect(rangesOf(requests)).toHaveLength(4);
    expect(new Set(rangesOf(requests)).size).toBe(4);
  });

  test('an object that a person brings; one that is gone is told', async () => {
    const { bucket } = await put(modelBytes('uneven.ftz'));
    await using laptop = await openLaptop({ endpoint: store.endpoint });
    const file = { kind: 'object', profile: 'p', bucket, key: 'models/3/artifacts/run.bin' } as const;
    const { id } = await laptop.pins.handlers.importModel({ file, name: 'mine' }, { signal });
    expect(await laptop.pinIn(id, 'ready', 'failed')).toMatchObject({
      state: 'ready',
      name: 'mine',
      content: { quantised: true },
    });
    await expect(
      laptop.pins.handlers.importModel({ file: { ...file, key: 'none.bin' } }, { signal }),
    ).rejects.toMatchObject({ data: { code: 'not-found' } });
  });

  test('the same bytes in another place are not fetched twice', async () => {
    const bytes = longModel(17 * mebibyte);
    const { client, bucket } = await put(bytes);
    const { endpoint, requests } = counted(store.endpoint);
    await using laptop = await openLaptop({ client, endpoint });
    const { id: one } = await laptop.pins.handlers.pin(version, { signal });
    await laptop.pinIn(one, 'ready');
    requests.length = 0;
    const file = { kind: 'object', profile: 'p', bucket, key: 'models/3/artifacts/run.bin' } as const;
    const { id: other } = await laptop.pins.handlers.importModel({ file }, { signal });
    await laptop.pinIn(other, 'ready');
    expect(rangesOf(requests)).toEqual([]);
    const { shared } = await laptop.until(() => true);
    expect(shared).toBe(bytes.length);
  });
});

async function killInTheMiddle(input: ProgramInput): Promise<void> {
  const program = path.join(import.meta.dirname, 'testing/pin-program.ts');
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
