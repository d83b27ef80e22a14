import { expect, test } from 'vitest';
import type { Run } from '../../../shared/contract/models/runs.ts';
import { axesOf } from './axes.ts';

const run = (id: string, params: Record<string, string>, accuracy?: number): Run => ({
  id,
  name: id,
  experiment: '1',
  status: 'finished',
  lifecycle: 'active',
  artifacts: '',
  metrics: accuracy === undefined ? [] : [{ key: 'accuracy', value: accuracy }],
  params: Object.entries(params).map(([key, value]) => ({ key, value })),
  tags: [],
  note: '',
  models: [],
});
const runs = [
  run('a', { DIM: '20', LOSS: 'softmax', EPOCHS: '5' }, 0.6),
  run('b', { DIM: '180', LOSS: 'hs', EPOCHS: '5' }, 0.8),
  run('c', { DIM: '100', LOSS: 'ova', EPOCHS: '5' }),
];

test('numbers lie by their size, words in steps, and what is the same has no axis', () => {
  const axes = axesOf(runs, 'accuracy', String);
  expect(axes.map(({ key, kind }) => [key, kind])).toEqual([
    ['DIM', 'param'],
    ['LOSS', 'param'],
    ['accuracy', 'metric'],
  ]);
  expect(axes[0]?.places).toEqual([0, 1, 0.5]);
  expect(axes[1]?.places).toEqual([1, 0, 0.5]);
  expect(axes[2]?.places).toEqual([0, 1, undefined]);
  expect(axes[2]?.marks).toEqual([
    { text: '0.6', place: 0 },
    { text: '0.8', place: 1 },
  ]);
});

test('marks do not lie on each other, and the ends stay', () => {
  const many = Array.from({ length: 60 }, (_, index) => run(String(index), { SEED: String(index) }));
  const marks = axesOf(many, undefined, String)[0]?.marks ?? [];
  expect(marks.length).toBeLessThan(15);
  expect([marks[0]?.text, marks.at(-1)?.text]).toEqual(['0', '59']);
});
