import { describe, expect, test } from 'vitest';
import {
  columnsText,
  durationOf,
  firstColumns,
  nextOrder,
  orderText,
  readColumns,
  readOrder,
} from './run-columns.ts';

describe('columns of runs', () => {
  test('begin with common metrics and with parameters that were varied', () => {
    const columns = firstColumns([
      { column: 'params.EPOCHS', kind: 'param', runs: 10, distinct: 1 },
      { column: 'params.DIM', kind: 'param', runs: 10, distinct: 5 },
      { column: 'metrics.loss', kind: 'metric', runs: 4 },
      { column: 'metrics.acc', kind: 'metric', runs: 10 },
      { column: 'tags.mlflow.user', kind: 'tag', runs: 10, distinct: 3 },
    ]);
    expect(columns).toEqual(['metrics.acc', 'metrics.loss', 'params.DIM']);
  });

  test('survive an address, also with a comma in a name', () => {
    const columns = ['metrics.f1, macro', 'params.DIM'];
    expect(readColumns(columnsText(columns))).toEqual(columns);
    expect(readColumns(undefined)).toBeUndefined();
  });
});

describe('the order', () => {
  test('is the newest first until a heading is pressed', () => {
    const start = readOrder(undefined);
    expect(start).toEqual([{ column: 'attributes.start_time', descending: true }]);
    const down = nextOrder(start, 'metrics.acc');
    expect(down).toEqual([{ column: 'metrics.acc', descending: true }]);
    const up = nextOrder(down, 'metrics.acc');
    expect(up).toEqual([{ column: 'metrics.acc', descending: false }]);
    expect(nextOrder(up, 'metrics.acc')).toEqual(start);
    expect(nextOrder(up, 'params.DIM')).toEqual([{ column: 'params.DIM', descending: false }]);
    expect(readOrder(orderText(down))).toEqual(down);
  });
});

test('a run that runs has lasted until now, one that was never started lasts nothing', () => {
  const row = { id: 'r', name: 'r', experiment: '1', status: 'running' as const, values: {} };
  expect(durationOf({ ...row, startedAt: 1_000 }, 5_000)).toBe(4_000);
  expect(durationOf({ ...row, status: 'finished', startedAt: 1_000, endedAt: 3_000 }, 5_000)).toBe(2_000);
  expect(durationOf({ ...row, status: 'killed', startedAt: 1_000 }, 5_000)).toBeUndefined();
  expect(durationOf(row, 5_000)).toBeUndefined();
});
