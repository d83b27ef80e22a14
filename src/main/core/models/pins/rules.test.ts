import { describe, expect, test } from 'vitest';
import { nomenclatureOf } from '../inference/testing/inference.ts';
import { fitNomenclature } from './fit-nomenclature.ts';
import { flavoursOf, whyNotHere, yamlOf } from './flavours.ts';
import { createPace, fewestLanes, mostLanes } from './pace.ts';
import { missingRanges, wholeUntil } from './part-file.ts';
import type { PinRecord } from './pin-record.ts';
import { bytesOfPins, toGiveUp } from './room.ts';
import { s3Place } from './s3-source.ts';

const range = (start: number, end: number) => ({ start, end });

test('what is missing of a file is asked for in pieces, whatever order the others came in', () => {
  expect(missingRanges([], 25, 10)).toEqual([range(0, 10), range(10, 20), range(20, 25)]);
  expect(missingRanges([range(20, 25), range(0, 10)], 25, 10)).toEqual([range(10, 20)]);
  expect(missingRanges([range(5, 8)], 12, 10)).toEqual([range(0, 5), range(8, 12)]);
  expect(missingRanges([range(0, 25)], 25, 10)).toEqual([]);
  expect(wholeUntil([range(10, 20), range(0, 10), range(30, 40)])).toBe(20);
});

describe('room', () => {
  const pin = (id: string, usedAt: number, ...files: [hash: string, bytes: number][]): PinRecord => ({
    id,
    name: id,
    state: 'ready',
    pinnedAt: 0,
    usedAt,
    flavours: [],
    files: files.map(([sha256, bytes]) => ({ path: sha256, bytes, sha256 })),
  });
  const pins = [
    pin('a', 3, ['x', 100], ['s', 10]),
    pin('b', 1, ['y', 50], ['s', 10]),
    pin('c', 2, ['z', 30]),
  ];
  const none = () => false;

  test('shared files count once', () => {
    expect(bytesOfPins(pins)).toEqual({ bytes: 190, shared: 10 });
  });

  test('those used longest ago go first, and no more than needed', () => {
    expect(toGiveUp(pins, 200, 10, none)).toEqual([]);
    expect(toGiveUp(pins, 200, 40, none)?.map(({ id }) => id)).toEqual(['b']);
    expect(toGiveUp(pins, 200, 80, none)?.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(toGiveUp(pins, 200, 40, ({ id }) => id === 'b')?.map(({ id }) => id)).toEqual(['c']);
    expect(toGiveUp(pins, 200, 201, none)).toBeUndefined();
  });
});

test('more ranges go at once while that brings more, and half of them when the server is pressed', () => {
  let now = 0;
  const pace = createPace(() => now);
  const second = (bytes: number) => {
    now += 1000;
    pace.came(bytes);
    return pace.lanes;
  };
  expect([second(100), second(200), second(200), second(190)]).toEqual([6, 8, 8, 8]);
  pace.slow();
  expect(pace.lanes).toBe(4);
  for (let more = 1; more < 20; more += 1) second(1000 * 2 ** more);
  expect(pace.lanes).toBe(mostLanes);
  for (let less = 0; less < 9; less += 1) pace.slow();
  expect(pace.lanes).toBe(fewestLanes);
});

describe('the labels of a model', () => {
  const two = [nomenclatureOf('one', ['01.11', '01.12']), nomenclatureOf('other', ['01.11', 'A', 'B', 'C'])];

  test('are of the nomenclature with most of them, and the others are named', () => {
    expect(fitNomenclature(['__label__0111', '__label__01.12', '__label__x'], two)).toEqual({
      id: 'one',
      share: 2 / 3,
      unknown: ['x'],
    });
    expect(fitNomenclature(['__label__0111'], two)).toMatchObject({ id: 'one', share: 1 });
  });

  test('that are languages are of none', () => {
    expect(fitNomenclature(['__label__fr'], two)).toBeUndefined();
  });
});

describe('MLmodel', () => {
  test.each(['', '[', 'flavors: 3', 'a: &a [1]\nb: [*a, *a]\n- c', undefined])(
    '%j has no flavours',
    (text) => {
      expect(flavoursOf(text)).toEqual([]);
    },
  );

  test('that unfolds without end is not read', () => {
    const levels = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`);
    expect(yamlOf(`a0: &a0 [x]\n${levels.join('\n')}`)).toBeUndefined();
  });

  test('names the flavours, by which a reason is found', () => {
    expect(flavoursOf('flavors:\n  onnx: {}\n  python_function: { loader_module: mlflow.onnx }')).toEqual([
      'onnx',
      'mlflow.onnx',
    ]);
    expect(whyNotHere('m', ['onnx'], ['model.onnx'])).toMatchObject({ reason: 'pin-onnx' });
  });
});

test.each([
  ['s3://bucket/a/b/', { bucket: 'bucket', key: 'a/b' }],
  ['s3a://bucket/a', { bucket: 'bucket', key: 'a' }],
  ['s3://bucket', { bucket: 'bucket', key: '' }],
  ['mlflow-artifacts:/1/a', undefined],
])('%s', (address, place) => {
  expect(s3Place(address)).toEqual(place);
});
