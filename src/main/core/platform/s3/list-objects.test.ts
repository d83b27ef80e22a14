import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAll } from './list-objects.ts';
import { openStore, storeNames, type TestStore } from './testing/stores.ts';

describe.each(storeNames())('all objects over %s', (name) => {
  let store: TestStore;
  let bucket: string;
  // Folders of several depths, so that stretches begin and end in the middle of them.
  const keys = [
    ...Array.from({ length: 2300 }, (_, index) => `a/deep/er/${String(index).padStart(5, '0')}`),
    ...Array.from({ length: 60 }, (_, index) => [`b${index}/`, `b${index}/x y+é`, `b${index}/y/z`]).flat(),
    ...Array.from({ length: 1200 }, (_, index) => `c/${index % 7}/${index}`),
    'z',
    'a/deep/F',
    'é/è',
  ];
  beforeAll(async () => {
    store = await openStore(name);
    bucket = await store.bucket();
    const queue = [...keys];
    const work = async () => {
      for (let key = queue.shift(); key !== undefined; key = queue.shift())
        (await store.endpoint.send({ method: 'PUT', bucket, key, body: '' })).body.resume();
    };
    await Promise.all(Array.from({ length: 16 }, work));
  }, 120_000);
  afterAll(() => store[Symbol.asyncDispose]());

  async function read(options: { prefix?: string; inOrder?: boolean }): Promise<string[]> {
    const found: string[] = [];
    const wish = { bucket, prefix: '', recursive: true, versions: false, ...options };
    for await (const page of listAll(store.endpoint, wish)) found.push(...page.map(({ key }) => key));
    return found;
  }
  const sorted = (texts: readonly string[]) =>
    texts
      .map((text) => Buffer.from(text))
      .sort(Buffer.compare)
      .map(String);

  test('come once each when several requests read them', async () => {
    expect(sorted(await read({}))).toEqual(sorted(keys));
    expect(sorted(await read({ prefix: 'a/' }))).toEqual(sorted(keys.filter((key) => key.startsWith('a/'))));
  });

  test('come in order where that is asked', async () => {
    expect(await read({ inOrder: true })).toEqual(sorted(keys));
  });

  test('are left at once when the reader has enough', async () => {
    for await (const page of listAll(store.endpoint, {
      bucket,
      prefix: '',
      recursive: true,
      versions: false,
    })) {
      expect(page.length).toBe(1000);
      break;
    }
  });
});
