import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { en } from './en/index.ts';
import { fr } from './fr/index.ts';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

function flat(words: object, before = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string'
        ? [[`${before}${key}`, value]]
        : [...flat(value as object, `${before}${key}.`)],
    ),
  );
}

async function sources(root: string): Promise<{ path: string; text: string }[]> {
  const entries = await readdir(root, { recursive: true });
  const files = entries.filter((path) => /\.tsx?$/.test(path) && !/\.test\.|testing\/|language\//.test(path));
  return Promise.all(files.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
}

const english = flat(en);
const french = flat(fr);
const holes = (text: string | undefined) =>
  [...(text ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).toSorted();

describe('both languages', () => {
  test('have the same keys', () => {
    expect([...french.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });
  test('have the same holes to fill in each sentence', () => {
    expect(
      [...english]
        .filter(([key, text]) => holes(text).join() !== holes(french.get(key)).join())
        .map(([key]) => key),
    ).toEqual([]);
  });
  test('have no exclamation mark, no "please", no "oops"', () => {
    const loud = [...english, ...french].filter(([, text]) =>
      /!|please|oops|s'il vous plaît|veuillez/i.test(text),
    );
    expect(loud).toEqual([]);
  });
  test('say nothing twice empty: only an advice may be missing', () => {
    expect([...english, ...french].filter(([key, text]) => text === '' && !key.endsWith('.advice'))).toEqual(
      [],
    );
  });
});

describe('the keys', () => {
  const used = (text: string) =>
    [...text.matchAll(/['"`]([a-zA-Z]+(?:\.[\w-]+)+)['"`]/g)].map((match) => match[1] ?? '');
  const begun = (text: string) =>
    [...text.matchAll(/`([a-zA-Z]+(?:\.[\w-]+)*\.)\$\{/g)].map((match) => match[1] ?? '');
  const plural = (key: string) => key.replace(/_(one|other)$/, '');

  test('that the interface uses exist', async () => {
    const roots = new Set(Object.keys(en));
    const keys = (await sources(folder('../..'))).flatMap(({ path, text }) =>
      used(text).map((key) => [key, path] as const),
    );
    const known = new Set([...english.keys()].map(plural));
    expect(
      keys.filter(
        ([key]) => roots.has(key.split('.')[0] ?? '') && !known.has(key) && !/\.(tsx?|css|js)$/.test(key),
      ),
    ).toEqual([]);
  });
  test('that exist are used', async () => {
    const all = await sources(folder('../..'));
    const whole = new Set(all.flatMap(({ text }) => used(text)));
    const beginnings = all.flatMap(({ text }) => begun(text));
    const free = [...english.keys()]
      .map(plural)
      .filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)));
    expect([...new Set(free)]).toEqual([]);
  });
});

describe('what the core names', () => {
  const core = folder('../../../main/core');
  test('as the reason of a failure has a sentence', async () => {
    const named = (await sources(core)).flatMap(({ text }) =>
      [...text.matchAll(/failure\([^;]*?reason: '([a-z-]+)'/gs)].map((match) => match[1] ?? ''),
    );
    const known = Object.keys(en.failures);
    const missing = [...new Set(named)].filter(
      (reason) => !known.some((key) => key === reason || key.endsWith(`-${reason}`)),
    );
    expect(missing).toEqual([]);
  });
  test('as the title of long work has words', async () => {
    const named = (await sources(core)).flatMap(({ text }) =>
      [...text.matchAll(/tasks\.run\('([a-z-]+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((title) => !Object.hasOwn(en.tasks, title))).toEqual([]);
  });
});
