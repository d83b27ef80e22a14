import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startStandIn, type StandIn } from '../../platform/mlflow/testing/stand-in.ts';
import { openStore, type TestStore } from '../../platform/s3/testing/stores.ts';
import { startLaptop, type TestLaptop } from '../testing/laptop.ts';
import { joinPath, objectAddress, pathBelow } from './artifact-path.ts';
import { folderSize } from './folder-size.ts';

const server = 'platform';
const of = { kind: 'run' as const, run: 'r' };
const { signal } = new AbortController();
const long = 'é'.repeat(200_000);

let store: TestStore;
let bucket: string;
let mlflow: StandIn;
let laptop: TestLaptop;
beforeAll(async () => {
  store = await openStore('sandbox');
  bucket = await store.bucket();
  const put = (key: string, body: string) =>
    store.endpoint.sdk((client) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: `1/r/artifacts/${key}`, Body: body })),
    );
  await put('MLmodel', 'flavors: {}');
  await put('artifacts/config.yaml', 'text: libellé');
  await put('notes.md', long);
});
afterAll(() => store[Symbol.asyncDispose]());
beforeEach(async () => {
  mlflow = await startStandIn();
  mlflow.runs.set('r', {
    id: 'r',
    status: 'FINISHED',
    startedAt: 1,
    metrics: {},
    params: {},
    tags: {},
    artifactUri: `s3://${bucket}/1/r/artifacts`,
  });
  laptop = await startLaptop(mlflow.url, {
    homeProfile: 'home',
    endpoint: () => store.endpoint,
  });
});
afterEach(async () => {
  await laptop[Symbol.asyncDispose]();
  await mlflow[Symbol.asyncDispose]();
});

const read = async (address: string, start: number, end: number) => {
  const blob = await laptop.artifacts.blob(address.replace('/blobs/models/', ''));
  const pieces: Buffer[] = [];
  for await (const piece of (await blob?.stream(start, end, signal)) ?? []) pieces.push(Buffer.from(piece));
  return { size: blob?.size, text: Buffer.concat(pieces).toString('utf8') };
};

describe('artifacts on S3 that the person reaches', () => {
  test('are listed and read there, not through the server', async () => {
    const { artifacts } = laptop.artifacts.handlers;
    expect(await artifacts({ server, of, path: '' }, { signal })).toEqual({
      address: `s3://${bucket}/1/r/artifacts`,
      straight: true,
      artifacts: [
        { path: 'artifacts', isFolder: true },
        { path: 'MLmodel', isFolder: false, bytes: 11 },
        { path: 'notes.md', isFolder: false, bytes: 400_000 },
      ],
    });
    expect((await artifacts({ server, of, path: 'artifacts/' }, { signal })).artifacts).toEqual([
      { path: 'artifacts/config.yaml', isFolder: false, bytes: 14 },
    ]);
    const { address } = await laptop.artifacts.handlers.artifactAddress(
      { server, of, path: 'MLmodel' },
      { signal },
    );
    expect(await read(address, 0, 7)).toEqual({ size: 11, text: 'flavors' });
    expect(laptop.lines().at(-1)).toBe(
      `mlflow artifacts download --artifact-uri s3://${bucket}/1/r/artifacts/MLmodel`,
    );
    expect(mlflow.heard.filter(({ path }) => path.includes('artifact'))).toEqual([]);
  });

  test('are shown as far as a text can be, without half a character', async () => {
    const { text, isCut } = await laptop.artifacts.handlers.artifactText(
      { server, of, path: 'notes.md' },
      { signal },
    );
    expect(isCut).toBe(true);
    expect(text).toBe('é'.repeat(131_072));
  });

  test('are summed up', async () => {
    const source = await laptop.artifacts.sourceOf(await laptop.servers.reach(server), of);
    expect(await folderSize(source)).toBe(400_025);
  });

  test('are not handed out where the platform forbids copies', async () => {
    await laptop.stop();
    laptop = await laptop.again({ forbidsLocalCopies: true });
    await expect(
      laptop.artifacts.handlers.artifactAddress({ server, of, path: 'MLmodel' }, { signal }),
    ).rejects.toMatchObject({ data: { code: 'forbidden', reason: 'artifact-copies-forbidden' } });
  });
});

describe('artifacts on S3 that only the server reaches', () => {
  beforeEach(async () => {
    await laptop.stop();
    laptop = await laptop.again({ endpoint: () => store.connect() });
    mlflow.files.set('MLmodel', 'flavors: {}').set('artifacts/config.yaml', 'text: libellé');
  });

  test('come through it, also from the middle on', async () => {
    const listed = await laptop.artifacts.handlers.artifacts({ server, of, path: '' }, { signal });
    expect(listed).toMatchObject({
      straight: false,
      artifacts: [
        { path: 'artifacts', isFolder: true },
        { path: 'MLmodel', bytes: 11 },
      ],
    });
    const { address } = await laptop.artifacts.handlers.artifactAddress(
      { server, of, path: 'artifacts/config.yaml' },
      { signal },
    );
    expect(await read(address, 6, 14)).toEqual({ size: 14, text: 'libellé' });
  });

  test('that are shorter than promised end in an error', async () => {
    const { address } = await laptop.artifacts.handlers.artifactAddress(
      { server, of, path: 'MLmodel' },
      { signal },
    );
    mlflow.fault = ({ path }) =>
      path.startsWith('/get-artifact') ? { status: 200, text: 'flav' } : undefined;
    await expect(read(address, 0, 11)).rejects.toMatchObject({ data: { reason: 'artifact-short' } });
  });

  test('that are not there are said to be gone', async () => {
    await expect(
      laptop.artifacts.handlers.artifactText({ server, of, path: 'nothing' }, { signal }),
    ).rejects.toMatchObject({ data: { code: 'not-found', reason: 'artifact-gone' } });
  });
});

test('addresses and paths are taken apart', () => {
  expect(objectAddress('s3://b/a/b/')).toEqual({ bucket: 'b', key: 'a/b' });
  expect(objectAddress('s3a://b')).toEqual({ bucket: 'b', key: '' });
  expect(objectAddress('mlflow-artifacts:/1')).toBeUndefined();
  expect(pathBelow('s3://b/a', 's3://b/a/c/d')).toBe('c/d');
  expect(pathBelow('s3://b/a', 's3://b/ab')).toBeUndefined();
  expect(joinPath('a/', 'b')).toBe('a/b');
  expect(joinPath('', 'b')).toBe('b');
});
