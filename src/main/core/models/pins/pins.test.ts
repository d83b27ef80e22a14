import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ownDisk } from './disk.ts';
import { openArtifactServer, type ArtifactServer } from './testing/artifact-server.ts';
import { openLaptop, signal, type LaptopOptions } from './testing/laptop.ts';
import { longModel, modelBytes, versionFiles } from './testing/sample-model.ts';

const version = { server: 's', name: 'nace', version: '3' };
const mebibyte = 1024 ** 2;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let server: ArtifactServer;
beforeAll(async () => void (server = await openArtifactServer()));
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  const { files, asked } = server;
  Object.assign(server, {
    hidesLength: false,
    ignoresRanges: false,
    cuts: 0,
    isSilent: false,
    page: undefined,
    isDown: false,
  });
  Object.assign(server, { isDown: false, goesDown: false });
  server.address = 'mlflow-artifacts:/m';
  asked.length = 0;
  files.clear();
  for (const [name, bytes] of versionFiles()) files.set(name, bytes);
});

async function laptopOf(options: LaptopOptions = {}) {
  const laptop = await openLaptop({ client: server.client, ...options });
  onTestFinished(() => laptop[Symbol.asyncDispose]());
  return laptop;
}
type Laptop = Awaited<ReturnType<typeof laptopOf>>;
const pinned = async (laptop: Laptop, which = version) =>
  (await laptop.pins.handlers.pin(which, { signal })).id;
const blobs = (laptop: Laptop) => readdir(path.join(laptop.folder, 'own/models/pins/blobs'));
const parts = (laptop: Laptop) => readdir(path.join(laptop.folder, 'own/models/pins/parts'));

describe('a version through the artifact proxy', () => {
  test('is kept with what describes it, read, and never its pickle', async () => {
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    const pin = await laptop.pinIn(id, 'ready', 'failed');
    expect(pin).toMatchObject({
      state: 'ready',
      from: { ...version, serverName: 'registry' },
      flavours: ['mlflow.pyfunc.model', 'fasttext'],
      content: { loss: 'ova', quantised: false },
    });
    expect(pin.whyNot).toBeUndefined();
    expect(pin.done).toBe(pin.bytes);
    expect(server.asked.some((one) => one.path.endsWith('.pkl'))).toBe(false);
    const ready = await laptop.pins.ready(id);
    expect(await readFile(ready.file)).toEqual(modelBytes());
    expect([...(await ready.texts()).keys()].sort()).toEqual([
      'MLmodel',
      'artifacts/config.yaml',
      'requirements.txt',
    ]);
    expect(await parts(laptop)).toEqual([]);
    expect(await laptop.pins.name(id)).toBe('nace 3');
    expect(laptop.surroundings.commands.list.get()).toMatchObject([
      { program: 'mlflow', state: 'done', text: expect.stringContaining("'models:/nace/3'") },
    ]);
  });

  test('files that two versions share lie once on the disk, and go with the last', async () => {
    const laptop = await laptopOf();
    const one = await pinned(laptop);
    const other = await pinned(laptop, { ...version, version: '4' });
    await laptop.pinIn(one, 'ready');
    await laptop.pinIn(other, 'ready');
    const view = await laptop.until(() => true);
    expect(view.shared).toBe(view.bytes);
    expect(await blobs(laptop)).toHaveLength(4);
    await laptop.pins.handlers.unpin({ id: one }, { signal });
    expect(await readFile((await laptop.pins.ready(other)).file)).toEqual(modelBytes());
    await laptop.pins.handlers.unpin({ id: other }, { signal });
    expect(await blobs(laptop)).toEqual([]);
    await expect(laptop.pins.ready(other)).rejects.toMatchObject({ data: { reason: 'pin-gone' } });
  });

  test('keeps working after a restart without the server', async () => {
    const first = await laptopOf();
    const id = await pinned(first);
    await first.pinIn(id, 'ready');
    await first.stop();
    server.isDown = true;
    const again = await laptopOf({ folder: first.folder });
    expect(await readFile((await again.pins.ready(id)).file)).toEqual(modelBytes());
    await expect(pinned(again)).rejects.toMatchObject({ data: { code: 'unreachable' } });
    expect((await again.pins.ready(id)).id).toBe(id);
  });

  test('asked for again it is fetched anew only where the server has another one', async () => {
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    await laptop.pinIn(id, 'ready');
    server.asked.length = 0;
    expect(await pinned(laptop)).toBe(id);
    expect(server.asked).toEqual([]);
    const newer = longModel(10);
    server.files.set('artifacts/run.bin', newer);
    await pinned(laptop);
    await laptop.until(({ pins }) => pins[0]?.state === 'ready');
    expect(await readFile((await laptop.pins.ready(id)).file)).toEqual(newer);
    expect(await blobs(laptop)).toContain(sha256(newer));
  });
});

describe('what real servers do', () => {
  const long = longModel(9 * mebibyte);
  beforeEach(() => void server.files.set('artifacts/run.bin', long));
  const starts = () =>
    server.asked.filter((one) => one.path === 'artifacts/run.bin').map(({ start }) => start);

  test('a connection that is cut: the next one goes on behind what came', async () => {
    server.cuts = 2;
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    expect(await laptop.pinIn(id, 'ready', 'failed')).toMatchObject({ state: 'ready' });
    // The first look is at four bytes only.
    expect(starts().filter((start) => start > 0).length).toBeGreaterThan(0);
    expect(await readFile((await laptop.pins.ready(id)).file)).toEqual(long);
  });

  test('no ranges: all of it again', async () => {
    server.cuts = 2;
    server.ignoresRanges = true;
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    expect(await laptop.pinIn(id, 'ready', 'failed')).toMatchObject({ state: 'ready' });
    expect(await readFile((await laptop.pins.ready(id)).file)).toEqual(long);
  });

  test('no Content-Length, no sizes in the list', async () => {
    server.cuts = 1;
    server.hidesLength = true;
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    const pin = await laptop.pinIn(id, 'ready', 'failed');
    expect(pin).toMatchObject({ state: 'ready' });
    expect(pin.bytes).toBeGreaterThan(long.length);
    expect(await readFile((await laptop.pins.ready(id)).file)).toEqual(long);
  });

  test('a page instead of the bytes is told as one, and nothing of it stays', async () => {
    const laptop = await laptopOf();
    server.page = '<!doctype html><title>Sign in</title>';
    const id = await pinned(laptop);
    expect((await laptop.pinIn(id, 'ready', 'failed')).problem).toMatchObject({ reason: 'pin-page' });
    expect(await blobs(laptop)).toEqual([]);
    server.page = undefined;
    await laptop.pins.handlers.resumePin({ id }, { signal });
    expect(await laptop.pinIn(id, 'ready')).toMatchObject({ state: 'ready' });
  });

  test('a server that is gone: what broke off goes on when the network is back', async () => {
    const laptop = await laptopOf();
    Object.assign(server, { cuts: 2, goesDown: true });
    const id = await pinned(laptop);
    const failed = await laptop.pinIn(id, 'failed');
    expect(failed.problem).toMatchObject({ code: 'unreachable' });
    expect(failed.done).toBeGreaterThan(0);
    Object.assign(server, { isDown: false, goesDown: false });
    laptop.wake();
    expect(await laptop.pinIn(id, 'ready')).toMatchObject({ done: failed.bytes });
  });

  test('files where only the server reaches them', async () => {
    const laptop = await laptopOf();
    server.address = 'file:///srv/models/3';
    const id = await pinned(laptop);
    expect((await laptop.pinIn(id, 'failed')).problem).toMatchObject({
      code: 'unsupported',
      reason: 'pin-address',
    });
  });
});

describe('a model that is none', () => {
  test.each([
    ['cut in the middle', modelBytes().subarray(0, 700), 'fasttext-cut'],
    ['lying about its sizes', lying(), 'fasttext-damaged'],
  ])('%s is never ready, and its problem says the name', async (_, bytes, reason) => {
    server.files.set('artifacts/run.bin', bytes);
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    const { problem } = await laptop.pinIn(id, 'ready', 'failed');
    expect(problem).toMatchObject({ code: 'invalid-input', reason, values: { name: 'nace' } });
    await expect(laptop.pins.ready(id)).rejects.toMatchObject({ data: { reason: 'pin-not-ready' } });
    // The right one comes when it is asked for again.
    server.files.set('artifacts/run.bin', modelBytes());
    await laptop.pins.handlers.resumePin({ id }, { signal });
    expect(await laptop.pinIn(id, 'ready')).toMatchObject({ state: 'ready' });
  });

  test.each([
    ['a pickle alone', 'pin-pickle', 'python_model.pkl', ''],
    ['scikit-learn', 'pin-sklearn', 'model.pkl', '  sklearn: {}\n'],
    ['PyTorch', 'pin-torch', 'data/model.pth', '  pytorch: {}\n'],
    ['ONNX', 'pin-onnx', 'model.onnx', '  onnx: {}\n'],
    ['nothing at all', 'pin-no-model', 'data.xyz', ''],
  ])('%s is kept with the reason why it does not run here', async (_, reason, file, flavour) => {
    server.files.clear();
    server.files.set('MLmodel', Buffer.from(`flavors:\n  python_function: {}\n${flavour}`));
    server.files.set(file, Buffer.alloc(5000, 1));
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    const pin = await laptop.pinIn(id, 'ready', 'failed');
    expect(pin).toMatchObject({ state: 'ready', whyNot: { code: 'unsupported', reason } });
    await expect(laptop.pins.ready(id)).rejects.toMatchObject({ data: { reason } });
    if (reason !== 'pin-no-model') expect(server.asked.some((one) => one.path === file)).toBe(false);
  });
});

describe('room', () => {
  const model = (letter: number) => Buffer.concat([modelBytes(), Buffer.alloc(mebibyte, letter)]);
  async function three(laptop: Laptop) {
    const ids: string[] = [];
    for (const number of [1, 2, 3]) {
      server.files.set('artifacts/run.bin', model(number));
      const id = await pinned(laptop, { ...version, version: String(number) });
      await laptop.pinIn(id, 'ready', 'failed');
      ids.push(id);
    }
    return ids;
  }

  test('the model used longest ago goes, and it is told; one in use stays', async () => {
    let now = 1_000_000;
    const laptop = await laptopOf({ clock: () => (now += 100_000) });
    await laptop.pins.handlers.setPinQuota({ bytes: 2.5 * mebibyte }, { signal });
    server.files.set('artifacts/run.bin', model(1));
    const first = await pinned(laptop, { ...version, version: '1' });
    await laptop.pinIn(first, 'ready');
    server.files.set('artifacts/run.bin', model(2));
    const second = await pinned(laptop, { ...version, version: '2' });
    await laptop.pinIn(second, 'ready');
    await laptop.pins.ready(first);
    server.files.set('artifacts/run.bin', model(3));
    const third = await pinned(laptop, { ...version, version: '3' });
    await laptop.pinIn(third, 'ready');
    const release = laptop.pins.hold(first);
    server.files.set('artifacts/run.bin', model(4));
    const fourth = await pinned(laptop, { ...version, version: '4' });
    await laptop.pinIn(fourth, 'ready');
    const left = (await laptop.until(() => true)).pins.map(({ id }) => id);
    expect(left).toContain(first);
    expect(left).toContain(fourth);
    expect(left).not.toContain(second);
    expect(laptop.notes[0]).toMatchObject({ kind: 'pin-given-up', values: { name: 'nace', version: '2' } });
    release();
  });

  test('a model that is larger than all the room there may be is refused, and takes nobody’s place', async () => {
    const laptop = await laptopOf();
    const ids = await three(laptop);
    server.files.set('artifacts/run.bin', longModel(4 * mebibyte));
    await laptop.pins.handlers.setPinQuota({ bytes: 3.5 * mebibyte }, { signal });
    const id = await pinned(laptop, { ...version, version: 'big' });
    expect((await laptop.pinIn(id, 'failed')).problem).toMatchObject({
      code: 'over-quota',
      reason: 'pin-over-quota',
    });
    for (const one of ids) expect((await laptop.pins.ready(one)).id).toBe(one);
  });

  test('a disk that fills up in the middle: what is there stays, and it goes on when there is room', async () => {
    server.files.set('artifacts/run.bin', longModel(20 * mebibyte));
    let room = 12 * mebibyte;
    const disk = {
      free: async () => 1e12,
      write: async (...[handle, bytes, position]: Parameters<typeof ownDisk.write>) => {
        room -= bytes.length;
        if (room < 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        await ownDisk.write(handle, bytes, position);
      },
    };
    const laptop = await laptopOf({ disk });
    const id = await pinned(laptop);
    const full = await laptop.pinIn(id, 'failed');
    expect(full.problem).toMatchObject({ code: 'no-space', reason: 'pin-disk-full' });
    expect(full.done).toBeGreaterThan(8 * mebibyte);
    server.asked.length = 0;
    room = 1e12;
    await laptop.pins.handlers.resumePin({ id }, { signal });
    await laptop.pinIn(id, 'ready');
    const again = server.asked.filter((one) => one.path === 'artifacts/run.bin' && one.start > 0);
    expect(again[0]?.start).toBeGreaterThan(8 * mebibyte);
  });

  test('too little free space is told before anything comes', async () => {
    server.files.set('artifacts/run.bin', longModel(mebibyte));
    const laptop = await laptopOf({ disk: { ...ownDisk, free: async () => 1000 } });
    const id = await pinned(laptop);
    expect((await laptop.pinIn(id, 'failed')).problem).toMatchObject({
      code: 'no-space',
      reason: 'pin-no-space',
      values: { free: 1000 },
    });
    expect(await blobs(laptop)).toEqual([]);
  });
});

describe('a person', () => {
  test('pauses and goes on, also after a restart', async () => {
    server.files.set('artifacts/run.bin', longModel(9 * mebibyte));
    server.isSilent = true;
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    await laptop.until(({ pins }) => (pins[0]?.done ?? 0) > 0);
    await laptop.pins.handlers.pausePin({ id }, { signal });
    const paused = await laptop.pinIn(id, 'paused');
    await laptop.stop();
    server.isSilent = false;
    const again = await laptopOf({ folder: laptop.folder });
    expect(await again.pinIn(id, 'paused')).toMatchObject({ done: paused.done });
    await again.pins.handlers.resumePin({ id }, { signal });
    expect(await again.pinIn(id, 'ready')).toMatchObject({ state: 'ready' });
  });

  test('brings a file of the laptop; what is no model is refused at once', async () => {
    const laptop = await laptopOf();
    const good = path.join(laptop.folder, 'good.bin');
    await writeFile(good, modelBytes());
    const { id } = await laptop.pins.handlers.importModel(
      { file: { kind: 'sent', id: good, name: 'good.bin' } },
      { signal },
    );
    expect(await laptop.pinIn(id, 'ready', 'failed')).toMatchObject({
      state: 'ready',
      name: 'good.bin',
      content: { loss: 'ova' },
    });
    const bad = path.join(laptop.folder, 'bad.bin');
    await writeFile(bad, 'label,text\n');
    await expect(
      laptop.pins.handlers.importModel({ file: { kind: 'sent', id: bad, name: 'bad.bin' } }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'fasttext-not-a-model', values: { name: 'bad.bin' } } });
  });

  test('keeps nothing of a platform that forbids it', async () => {
    const laptop = await laptopOf({ forbidsLocalCopies: true });
    await expect(pinned(laptop)).rejects.toMatchObject({
      data: { code: 'forbidden', reason: 'pins-forbidden' },
    });
  });

  test('removes all copies at once', async () => {
    const laptop = await laptopOf();
    const id = await pinned(laptop);
    await laptop.pinIn(id, 'ready');
    const [copies] = laptop.pins.copies;
    expect(await copies?.kept()).toMatchObject({ count: 1, bytes: expect.any(Number) });
    await copies?.remove();
    expect(await copies?.kept()).toMatchObject({ count: 0, bytes: 0 });
    expect((await laptop.until(() => true)).pins).toEqual([]);
  });
});

/** More labels than rows for them. */
function lying(): Buffer {
  const bytes = Buffer.from(modelBytes());
  bytes.writeInt32LE(bytes.readInt32LE(8) + 1, 8);
  return bytes;
}
