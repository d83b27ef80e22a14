import { expect, test } from 'vitest';
import { serviceChanges } from './service-changes.ts';

const service = (id: string, state: 'ready' | 'starting' | 'failed' | 'paused', mine = true) => ({
  id,
  name: id.toUpperCase(),
  chart: 'c',
  chartVersion: '1',
  mine,
  shared: false,
  state,
  since: 0,
  startedAt: 0,
  revision: 1,
  pods: [],
  addresses: [],
  canOpen: true,
  canPause: true,
  hasPassword: false,
  volumes: [],
});

test('tells what became ready, failed or was started again, of the person alone', () => {
  const before = [
    service('a', 'starting'),
    service('b', 'ready'),
    service('c', 'starting'),
    service('d', 'starting', false),
    service('e', 'ready'),
  ];
  const after = [
    service('a', 'ready'),
    service('b', 'starting'),
    service('c', 'failed'),
    service('d', 'ready', false),
    service('e', 'ready'),
    service('f', 'ready'),
  ];
  expect(serviceChanges(before, after).map(({ kind, values }) => [kind, values.name])).toEqual([
    ['service-ready', 'A'],
    ['service-restarted', 'B'],
    ['service-failed', 'C'],
  ]);
});
