import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openStore, type TestStore } from '../../../platform/s3/testing/stores.ts';
import { modelBytes } from '../../pins/testing/sample-model.ts';
import { signal } from '../../pins/testing/laptop.ts';
import { openPredicting, type FileState, type Predicting } from '../testing/inference.ts';

let store: TestStore;
let here: Predicting;
let id = '';
beforeAll(async () => {
  store = await openStore('sandbox');
  here = await openPredicting({ endpoint: store.endpoint });
  id = await here.model(modelBytes());
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
});

async function rowsAt(address = ''): Promise<Record<string, unknown>[]> {
  const blob = await here.inference.blob(address.replace('/blobs/models/', ''));
  if (!blob) throw new Error(`Nothing at ${address}`);
  const pieces: Buffer[] = [];
  for await (const piece of await blob.stream(0, blob.size, signal)) pieces.push(piece as Buffer);
  const bytes = Uint8Array.from(Buffer.concat(pieces));
  return parquetReadObjects({ file: bytes.buffer });
}
const last = (states: readonly FileState[]) => states.at(-1) as FileState;

test('a CSV: every row with its number, its line, five codes and the index; empty texts are counted', async () => {
  const file = await here.sent('in.csv', 'n;libelle\n1;"Taxi;\nà Paris"\n2;\n\n3;boulangerie\n');
  const done = last(await here.told({ id, file, text: 'libelle' }));
  expect(done).toMatchObject({ state: 'done', rows: 3, total: 3, empty: 1 });
  const rows = await rowsAt(done.address);
  expect(rows.map(({ row, text, line }) => [row, text, line])).toEqual([
    [1n, 'Taxi;\nà Paris', 'Taxi; à Paris'],
    [2n, '', ''],
    [3n, 'boulangerie', 'boulangerie'],
  ]);
  const { answers } = await here.handlers.predictHere(
    { id, questions: [{ text: 'boulangerie', variables: {} }], count: 5 },
    { signal },
  );
  const [answer] = answers;
  expect(rows[2]).toMatchObject({
    'Response.1.code': answer?.predictions[0]?.code.toUpperCase(),
    'Response.1.probabilite': answer?.predictions[0]?.probability,
    'Response.1.libelle': null,
    'Response.IC': answer?.confidenceIndex,
  });
  expect(Object.keys(rows[2] ?? {})).toHaveLength(19);
  expect(rows[1]).toMatchObject({ 'Response.1.code': null, 'Response.IC': null });
});

test.each([
  ['Windows-1252', Buffer.from('libelle\ncaf\xe9\n', 'latin1')],
  ['UTF-8 with a mark', Buffer.from('\ufefflibelle\ncafé\n')],
  ['UTF-16', Buffer.from('\ufefflibelle\ncafé\n', 'utf16le')],
  ['UTF-8 with a bad byte', Buffer.concat([Buffer.from('libelle;a\ncafé;éé'), Buffer.from([0xe9, 10])])],
  ['lines of old Macs', Buffer.from('libelle\rcafé\r')],
  ['lines of Windows', Buffer.from('libelle\r\ncafé\r\n')],
])('a CSV in %s', async (_, bytes) => {
  const file = await here.sent('in.csv', bytes);
  const done = last(await here.told({ id, file, text: 'libelle' }));
  expect(done).toMatchObject({ state: 'done', rows: 1 });
  expect(await rowsAt(done.address)).toMatchObject([{ text: 'café' }]);
});

test('a Parquet object in, an object out; one that is there is not replaced', async () => {
  const bucket = await store.bucket();
  const body = Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'libelle', data: ['taxi', 'boulangerie', 'taxi'], type: 'STRING' },
        { name: 'surface', data: [1, 2, 3], type: 'INT32' },
      ],
      rowGroupSize: 2,
    }),
  );
  await (await store.endpoint.send({ method: 'PUT', bucket, key: 'in.parquet', body })).text();
  const file = { kind: 'object', profile: 'p', bucket, key: 'in.parquet' } as const;
  expect(await here.handlers.readTextFile({ file }, { signal })).toEqual({
    rows: 3,
    columns: [
      { name: 'libelle', examples: ['taxi', 'boulangerie'] },
      { name: 'surface', examples: ['1', '2', '3'] },
    ],
    text: 'libelle',
  });
  const to = { profile: 'p', bucket, key: 'out.parquet' };
  const done = last(await here.told({ id, file, text: 'libelle', to }));
  expect(done).toMatchObject({ state: 'done', rows: 3, address: `s3://${bucket}/out.parquet` });
  const answer = await store.endpoint.send({ method: 'GET', bucket, key: 'out.parquet' });
  const bytes = Uint8Array.from(await answer.bytes());
  expect(await parquetReadObjects({ file: bytes.buffer })).toMatchObject([
    { row: 1n },
    { row: 2n },
    { row: 3n },
  ]);
  expect(last(await here.told({ id, file, text: 'libelle', to })).problem).toMatchObject({
    code: 'conflict',
    reason: 'predict-target-taken',
  });
  const left = await readdir(path.join(here.laptop.folder, 'own/models/predicted'));
  expect(left.some((name) => name.endsWith('.coming'))).toBe(false);
});

test('100,000 rows are told as they go, and the core turns meanwhile', async () => {
  const text = Array.from({ length: 100_000 }, (_, row) => `boulangerie ${row % 97}`).join('\n');
  const file = await here.sent('big.csv', `libelle\n${text}\n`);
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 5);
  onTestFinished(() => clearInterval(turning));
  const states = await here.told({ id, file, text: 'libelle' });
  expect(last(states)).toMatchObject({ state: 'done', rows: 100_000, empty: 0 });
  expect(states.filter(({ state }) => state === 'predicting').length).toBeGreaterThan(3);
  expect(turns).toBeGreaterThan(20);
  const rows = await rowsAt(last(states).address);
  expect(rows).toHaveLength(100_000);
  expect(rows[99_999]).toMatchObject({ row: 100_000n, text: `boulangerie ${99_999 % 97}` });
});

test('who breaks off leaves nothing behind', async () => {
  const text = Array.from({ length: 200_000 }, (_, row) => `boulangerie ${row}`).join('\n');
  const file = await here.sent('big.csv', `libelle\n${text}\n`);
  const stop = new AbortController();
  for await (const { rows } of here.handlers.predictFile(
    { id, file, text: 'libelle', variables: {} },
    { signal: stop.signal },
  ))
    if (rows > 0) stop.abort();
  const left = await readdir(path.join(here.laptop.folder, 'own/models/predicted'));
  expect(left.filter((name) => name.endsWith('.coming'))).toEqual([]);
});

describe('what cannot be predicted says why', () => {
  test.each<[string, string | Buffer, string, string]>([
    ['an empty file', '', 'text-file-empty', 'libelle'],
    ['no such column', 'a,b\n1,2\n', 'text-file-column', 'libelle'],
    ['a quote without end', `libelle\n"${'a,\n'.repeat(100)}`, 'text-file-quote', 'libelle'],
    ['no text at all', Buffer.from([1, 0, 0, 0, 5, 0, 0, 0, 9, 9]), 'text-file-binary', 'libelle'],
    ['a Parquet file that is cut', Buffer.from('PAR1abcdefghijkl'), 'text-file-parquet', 'libelle'],
  ])('%s', async (_, content, reason, text) => {
    const file = await here.sent('bad.csv', content);
    const end = last(await here.told({ id, file, text }));
    expect(end).toMatchObject({ state: 'failed', problem: { code: 'invalid-input', reason } });
  });

  test('a platform that forbids exports: nothing goes to the laptop', async () => {
    await using closed = await openPredicting({ forbidsExports: true });
    const model = await closed.model(modelBytes());
    const file = await closed.sent('in.csv', 'libelle\ntaxi\n');
    await expect(closed.told({ id: model, file, text: 'libelle' })).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'predict-export-forbidden' },
    });
  });
});

test('what lies on the disk is only for this person', async () => {
  const file = await here.sent('in.csv', 'libelle\ntaxi\n');
  const { address = '' } = last(await here.told({ id, file, text: 'libelle' }));
  const name = address.split('/').at(-1) ?? '';
  const made = path.join(here.laptop.folder, 'own/models/predicted', `${name}.parquet`);
  expect((await readFile(made)).subarray(0, 4).toString()).toBe('PAR1');
  expect(await here.inference.blob('predicted/../../secret')).toBeUndefined();
});
