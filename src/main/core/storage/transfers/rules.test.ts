import { describe, expect, test } from 'vitest';
import { failure } from '../../../../shared/contract/errors.ts';
import { fewerStreams, firstStreams, mostStreams, nextStreams, type Streams } from './adaptive.ts';
import { nameBeside } from './conflict-names.ts';
import { contentTypeOf } from './content-type.ts';
import { partSizeOf, planDownload } from './download-plan.ts';
import { isWithin } from './local-disk.ts';
import { comparedParts, mebibyte, partSizeFor, piecesOf } from './part-plan.ts';
import { createMeter, newBucket, take } from './rate.ts';
import { createLocalNames, safeName } from './safe-names.ts';
import { commandFor, shellWord } from './shown-command.ts';
import { difference } from './sync-plan.ts';
import { pauseBefore, verdictOf } from './verdict.ts';

const linux = { windows: false, caseSensitive: true };
const windows = { windows: true, caseSensitive: false };

describe('the plan of parts', () => {
  test('covers every byte once, in at most 10,000 parts of at least 5 MiB', () => {
    for (const size of [1, 16 * mebibyte, 16 * mebibyte + 1, 5 * 1024 ** 3, 5 * 1024 ** 4]) {
      const partSize = partSizeFor(size);
      const pieces = piecesOf(size, partSize);
      expect(partSize).toBeGreaterThanOrEqual(5 * mebibyte);
      expect(pieces.length).toBeLessThanOrEqual(10_000);
      expect(pieces[0]?.start).toBe(0);
      expect(pieces.at(-1)?.end).toBe(size);
      expect(pieces.every((piece, at) => at === 0 || piece.start === pieces[at - 1]?.end)).toBe(true);
    }
    expect(piecesOf(0, mebibyte)).toEqual([]);
  });

  test('after a restart keeps what journal and server agree on, and compares what only the server has', () => {
    const plan = piecesOf(50, 10);
    const server = new Map(
      [1, 2, 3, 4].map((number) => [number, { etag: `e${number}`, size: number === 4 ? 3 : 10 }]),
    );
    const { kept, unsure } = comparedParts(
      plan,
      new Map([
        [1, 'e1'],
        [2, 'other'],
        [5, 'e5'],
      ]),
      server,
    );
    expect([...kept]).toEqual([[1, 'e1']]);
    expect(unsure.map(({ number }) => number)).toEqual([3]);
  });

  test('a download asks by the parts that the object was made of', () => {
    expect(planDownload(40 * mebibyte)).toMatchObject([
      { pieces: [{ number: 1 }, { number: 2 }, { number: 3, end: 40 * mebibyte }] },
    ]);
    expect(planDownload(25, 10).map(({ pieces }) => pieces)).toEqual([
      [{ number: 1, start: 0, end: 10 }],
      [{ number: 2, start: 10, end: 20 }],
      [{ number: 3, start: 20, end: 25 }],
    ]);
    expect(planDownload(300 * mebibyte, 200 * mebibyte)[1]?.pieces[0]).toEqual({
      number: 14,
      start: 200 * mebibyte,
      end: 216 * mebibyte,
    });
    expect(partSizeOf(25, '"0123456789abcdef0123456789abcdef-3"', 10)).toBe(10);
    expect(partSizeOf(25, '"0123456789abcdef0123456789abcdef-4"', 10)).toBeUndefined();
  });
});

describe('the number of streams', () => {
  test('grows while that brings more, and stays when it does not', () => {
    let streams: Streams = firstStreams;
    for (const through of [100, 150, 200, 201, 202, 203, 204, 205])
      streams = nextStreams(streams, through, true);
    expect(streams.limit).toBe(firstStreams.limit + 12);
    for (let at = 1; at < 100; at += 1) streams = nextStreams(streams, 205 * 2 ** at, true);
    expect(streams.limit).toBe(mostStreams);
  });
  test('halves under pressure, never below two, and learns nothing from idle streams', () => {
    expect(fewerStreams({ limit: 20, best: 9, still: 1 })).toEqual({ limit: 10, best: 0, still: 0 });
    expect(fewerStreams({ limit: 3, best: 9, still: 1 }).limit).toBe(2);
    expect(nextStreams(firstStreams, 1e9, false)).toBe(firstStreams);
  });
});

describe('speed', () => {
  test('a bucket lets through its rate, whoever takes from it', () => {
    let bucket = newBucket(1000, 0);
    let now = 0;
    for (let taken = 0; taken < 10_000; taken += 100) {
      const next = take(bucket, 100, now);
      bucket = next.bucket;
      now += next.wait;
    }
    expect(now).toBeGreaterThan(9_500);
    expect(now).toBeLessThan(10_100);
  });
  test('a meter tells bytes a second and forgets after five', () => {
    const meter = createMeter();
    for (let now = 0; now <= 4000; now += 100) meter.add(1000, now);
    expect(meter.rate(4000)).toBeGreaterThan(9_000);
    expect(meter.rate(4000)).toBeLessThan(11_000);
    expect(meter.rate(20_000)).toBe(0);
  });
});

describe('names on this laptop', () => {
  test.each([
    ['..', '__'],
    ['.', '_'],
    ['', '_'],
    ['...', '...'],
    ['a\0b', 'a_b'],
    ['%2F', '%2F'],
    ['x.sardonyx-part', 'x.sardonyx-part_'],
  ])('%j becomes %j anywhere', (given, wanted) => expect(safeName(given, linux)).toBe(wanted));

  test.each([
    ['con', '_con'],
    ['NUL.txt', '_NUL.txt'],
    ['com¹', '_com¹'],
    ['console', 'console'],
    ['a:b?c*', 'a_b_c_'],
    ['dots..', 'dots__'],
    ['end ', 'end_'],
    ['C:\\x', 'C__x'],
  ])('%j becomes %j on Windows', (given, wanted) => expect(safeName(given, windows)).toBe(wanted));

  test('too long names are cut without becoming alike, and without breaking a character', () => {
    const [one, other] = [`${'é'.repeat(200)}1`, `${'é'.repeat(200)}2`].map((name) => safeName(name, linux));
    expect(one).not.toBe(other);
    expect(Buffer.byteLength(one ?? '')).toBeLessThanOrEqual(230);
    expect(one).not.toContain('\uFFFD');
  });

  test('two keys never get the same place, a file and a folder neither', () => {
    const keys = [
      'a',
      'a/b',
      'A',
      'A/B',
      'a//b',
      'a/../b',
      '../a',
      '__/a',
      'x?',
      'x*',
      'dir/',
      'é',
      'e\u0301',
      '/etc/passwd',
    ];
    for (const rules of [linux, windows]) {
      const names = createLocalNames(rules);
      const places = keys.map((key) => names.place(key));
      const folded = places.map((place) =>
        rules.caseSensitive ? place : place.normalize('NFC').toLowerCase(),
      );
      expect(new Set(folded).size).toBe(keys.length);
      for (const place of places) expect(isWithin('/target', `/target/${place}`)).toBe(true);
      for (const file of folded) expect(folded.some((other) => other.startsWith(`${file}/`))).toBe(false);
    }
  });

  test('a number is set before the ending, and only in the last part', () => {
    expect(nameBeside('a.b/report.csv', () => false)).toBe('a.b/report (2).csv');
    expect(nameBeside('.profile', (one) => one === '.profile (2)')).toBe('.profile (3)');
  });

  test('a path that climbs is outside', () => {
    expect(isWithin('/a/b', '/a/b')).toBe(true);
    expect(isWithin('/a/b', '/a/b/..c')).toBe(true);
    expect(isWithin('/a/b', '/a/bc')).toBe(false);
    expect(isWithin('/a/b', '/a/b/../c')).toBe(false);
  });
});

test('what differs between two sides', () => {
  const at = 1_700_000_000_000;
  expect(difference({ size: 1, modified: at }, undefined)).toBe('create');
  expect(difference({ size: 1, modified: at }, { size: 2, modified: at })).toBe('update');
  expect(difference({ size: 1, modified: at + 1500 }, { size: 1, modified: at })).toBe('same');
  expect(difference({ size: 1, modified: at + 5000 }, { size: 1, modified: at })).toBe('compare');
  expect(difference({ size: 1, modified: at - 5000 }, { size: 1, modified: at })).toBe('same');
});

test('what a failure means for the transfer', () => {
  expect(verdictOf(failure('unreachable', ''))).toBe('again');
  expect(verdictOf(failure('busy', ''))).toBe('again');
  expect(verdictOf(failure('unreachable', '', { reason: 'storage-clock' }))).toBe('clock');
  expect(verdictOf(failure('signed-out', '', { reason: 'storage-keys-ended-now' }))).toBe('keys');
  expect(verdictOf(failure('signed-out', ''))).toBe('again');
  expect(verdictOf(failure('no-space', ''))).toBe('stop');
  expect(verdictOf(failure('forbidden', ''))).toBe('file');
  expect(pauseBefore(0, 500)).toBe(500);
  expect(pauseBefore(20, 500)).toBe(30_000);
  expect(pauseBefore(0, 500, 120)).toBe(120_000);
});

test('the command of mc that does the same, quoted for a shell', () => {
  expect(shellWord(`it's`)).toBe(`'it'\\''s'`);
  expect(contentTypeOf('a/B.PARQUET')).toBe('application/vnd.apache.parquet');
  expect(contentTypeOf('constructor.constructor')).toBe('application/octet-stream');
  const alias = () => 'sspcloud';
  const to = { profile: 'p', bucket: 'b', prefix: 'été/' };
  expect(commandFor({ kind: 'upload', to, paths: ['/home/a b'] }, alias)).toBe(
    `mc cp --recursive '/home/a b' 'sspcloud/b/été/'`,
  );
  expect(
    commandFor({ kind: 'sync', direction: 'down', local: '/d', remote: { ...to, prefix: 'x/' } }, alias),
  ).toBe('mc mirror --overwrite sspcloud/b/x/ /d/');
});
