import { describe, expect, test } from 'vitest';
import type { Run } from '../../../shared/contract/models/runs.ts';
import { bestPlaces, metricLines, parameterLines } from './differing.ts';

const run = (id: string, params: Record<string, string>, metrics: Record<string, number>): Run => ({
  id,
  name: id,
  experiment: '1',
  status: 'finished',
  lifecycle: 'active',
  artifacts: '',
  metrics: Object.entries(metrics).map(([key, value]) => ({ key, value })),
  params: Object.entries(params).map(([key, value]) => ({ key, value })),
  tags: [],
  note: '',
  models: [],
});
const runs = [
  run('a', { DIM: '50', EPOCHS: '10' }, { accuracy: 0.7, loss: 0.4 }),
  run('b', { DIM: '180', EPOCHS: '10', LOSS: 'ova' }, { accuracy: 0.8, loss: 0.9, extra: 1 }),
];

describe('what is compared', () => {
  test('a parameter differs by its value or by being there', () => {
    expect(parameterLines(runs)).toEqual([
      { key: 'DIM', values: ['50', '180'], differs: true },
      { key: 'EPOCHS', values: ['10', '10'], differs: false },
      { key: 'LOSS', values: [undefined, 'ova'], differs: true },
    ]);
  });

  test('metrics that most runs have come first, and the best is the least of a loss', () => {
    const lines = metricLines(runs);
    expect(lines.map(({ key }) => key)).toEqual(['accuracy', 'loss', 'extra']);
    expect(lines.map((line) => [...bestPlaces(line)])).toEqual([[1], [0], []]);
    expect(bestPlaces({ key: 'accuracy', values: [0.5, 0.5] }).size).toBe(0);
  });
});
