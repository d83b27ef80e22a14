import { describe, expect, test } from 'vitest';
import { isDue, lastDue, readSchedule } from './cron-schedule.ts';
import { ancestorsOf, dependenciesOf, dependsOf, leafTasks } from './depends.ts';
import { parseDuration, spokenDuration } from './durations.ts';
import { dependsHolds, holds } from './expressions.ts';
import { expandItems } from './items.ts';
import { displayName, fnv1a32, nodeId, podName } from './node-names.ts';
import type { NodeStatus } from './node-status.ts';
import { readNodes, updateProgress, withNodes } from './status.ts';
import { replaceIn } from './substitution.ts';

describe('names', () => {
  // As the real controller gave them (3.7.6).
  test('of nodes end with the hash of their name', () => {
    expect(nodeId('s2-grid-88qrk', 's2-grid-88qrk.train(1:B:y,DIM:2)(0)')).toBe('s2-grid-88qrk-1255214248');
    expect(nodeId('s2-grid-88qrk', 's2-grid-88qrk')).toBe('s2-grid-88qrk');
    expect(fnv1a32('')).toBe(0x811c9dc5);
  });

  test('of pods hold the template, unless the workflow is one pod', () => {
    const name = 's2-grid-88qrk.train(0:B:x,DIM:1)(0)';
    expect(podName('s2-grid-88qrk', name, 'train')).toBe('s2-grid-88qrk-train-3092211057');
    expect(podName('one', 'one', 'main')).toBe('one');
    expect(podName('w'.repeat(250), 'x', 't')).toHaveLength(242 + 1 + String(fnv1a32('x')).length);
  });

  test('are shown within their boundary', () => {
    expect(displayName('w.train(0:DIM:1)', 'w')).toBe('train(0:DIM:1)');
    expect(displayName('w[1].say', 'w')).toBe('say');
    expect(displayName('w[1]', 'w')).toBe('[1]');
    expect(displayName('w.onExit', undefined)).toBe('w.onExit');
  });
});

describe('items', () => {
  const names = (task: object) => expandItems({ name: 't', ...task }, {}).map(({ name }) => name);

  test('of maps are named by their keys in alphabetical order', () => {
    expect(names({ withItems: [{ LR: 0.1, DIM: '5' }, 'a(b)', 3, true, [1, 2]] })).toEqual([
      't(0:DIM:5,LR:0.1)',
      't(1:ab)',
      't(2:3)',
      't(3:true)',
      't(4:[1,2])',
    ]);
  });

  test('are counted by a sequence', () => {
    expect(names({ withSequence: { count: '2', format: 'run-%02d' } })).toEqual([
      't(0:run-00)',
      't(1:run-01)',
    ]);
    expect(names({ withSequence: { start: 3, end: 1 } })).toEqual(['t(0:3)', 't(1:2)', 't(2:1)']);
    expect(names({ withSequence: { count: 0 } })).toEqual([]);
  });

  test('give their values as texts', () => {
    const task = { name: 't', withParam: '[{"a":1}]', arguments: { x: '{{item.a}} of {{item}}' } };
    expect(expandItems(task, {})[0]).toEqual({ name: 't(0:a:1)', arguments: { x: '1 of {"a":1}' } });
  });

  test('that cannot be read say so', () => {
    expect(() => expandItems({ name: 't', withParam: '{' }, {})).toThrow(
      /^withParam value could not be parsed as a JSON list: \{: /,
    );
    expect(() => expandItems({ name: 't', withItems: [{}], x: '{{item.no}}' }, {})).toThrow(
      'failed to resolve {{item.no}}',
    );
  });
});

describe('conditions', () => {
  test.each([
    ['', true],
    ["'a' == 'a'", true],
    ['a != b', true],
    ['3 > 10', false],
    ['(a == b || 2 <= 2) && !(x == y)', true],
    ["'it is' =~ '^it'", true],
  ])('%s is %s', (when, value) => expect(holds(when)).toBe(value));

  test.each(["a == 'b", 'a ==', 'a', '(a == b'])('%s is refused in the words of Argo', (when) =>
    expect(() => holds(when)).toThrow(/Invalid 'when' expression|Expected boolean evaluation/),
  );

  test('of tasks name outcomes', () => {
    const happened = new Set(['a-b.Failed', 'c.Succeeded']);
    const value = (text: string) => dependsHolds(text, (task, outcome) => happened.has(`${task}.${outcome}`));
    expect(value('a-b.Failed && c.Succeeded')).toBe(true);
    expect(value('a-b.Succeeded || !c.Failed')).toBe(true);
    expect(value('a-b.Succeeded')).toBe(false);
  });
});

test('tasks wait for those that they depend on, by either form', () => {
  const tasks = [
    { name: 'a' },
    { name: 'b', dependencies: ['a'] },
    { name: 'c', depends: 'b.Failed || a', continueOn: { failed: true } },
    { name: 'd', depends: 'c' },
  ];
  expect(dependsOf(tasks[1] ?? {}, tasks)).toBe('(a.Succeeded || a.Skipped || a.Daemoned)');
  expect(dependenciesOf(tasks[2] ?? {}, tasks)).toEqual(['b', 'a']);
  expect(dependsOf(tasks[3] ?? {}, tasks)).toContain('c.Failed');
  expect(leafTasks(tasks)).toEqual(['d']);
  expect(ancestorsOf('d', tasks).sort()).toEqual(['a', 'b', 'c']);
});

test('durations are read and spoken', () => {
  expect(['90', '30s', '1h30m', '500ms', 'soon'].map(parseDuration)).toEqual([
    90_000,
    30_000,
    5_400_000,
    500,
    undefined,
  ]);
  expect([0, 1000, 90_000, 3_600_000].map(spokenDuration)).toEqual([
    '0 seconds',
    '1 second',
    '1 minute 30 seconds',
    '1 hour',
  ]);
});

test('references are replaced wherever a text stands, others stay', () => {
  const scope = { 'inputs.parameters.x': '"quoted"\n', 'workflow.name': 'w' };
  expect(
    replaceIn({ a: ['{{ inputs.parameters.x }}', 1], b: { c: '{{workflow.name}}-{{item}}' } }, scope),
  ).toEqual({
    a: ['"quoted"\n', 1],
    b: { c: 'w-{{item}}' },
  });
});

describe('a schedule', () => {
  const due = (text: string, time: string, timezone?: string) =>
    isDue(readSchedule(text, timezone), new Date(time));

  test('names minutes in its own time zone', () => {
    expect(due('30 8 * * *', '2026-11-20T07:30:00Z', 'Europe/Paris')).toBe(true);
    expect(due('30 8 * * *', '2026-11-20T08:30:00Z', 'Europe/Paris')).toBe(false);
    expect(due('30 8 * * *', '2026-07-20T06:30:00Z', 'Europe/Paris')).toBe(true);
    expect(due('@daily', '2026-11-20T00:00:00Z')).toBe(true);
  });

  test('takes lists, ranges, steps and names', () => {
    expect(due('*/15,7 9-17 * nov mon-fri', '2026-11-20T09:45:00Z')).toBe(true);
    expect(due('*/15,7 9-17 * nov mon-fri', '2026-11-21T09:45:00Z')).toBe(false);
    expect(due('0 0 13 * 5', '2026-11-20T00:00:00Z')).toBe(true);
  });

  test('finds what was missed', () => {
    const schedules = [readSchedule('0 * * * *'), readSchedule('30 8 * * *')];
    const at = (text: string) => Date.parse(`2026-11-20T${text}Z`);
    expect(lastDue(schedules, at('08:15:00'), at('08:45:10'))).toBe(at('08:30:00'));
    expect(lastDue(schedules, at('08:30:00'), at('08:59:59'))).toBeUndefined();
  });

  test.each(['* * * *', '60 * * * *', '5-1 * * * *', 'x * * * *', '*/0 * * * *'])('%s is refused', (text) =>
    expect(() => readSchedule(text)).toThrow(),
  );
  test('of an unknown time zone is refused', () =>
    expect(() => readSchedule('* * * * *', 'Mars/Base')).toThrow(/bad location Mars\/Base/));
});

describe('the nodes of a large workflow', () => {
  const node = (index: number): NodeStatus => ({
    id: `w-${index}`,
    name: `w.train(${index}:${'x'.repeat(400)})`,
    displayName: `train(${index})`,
    type: 'Pod',
    templateScope: 'local/w',
    phase: index % 2 === 0 ? 'Succeeded' : 'Running',
    startedAt: '2026-11-20T10:00:00Z',
    finishedAt: null,
  });
  const workflow = {
    apiVersion: 'x',
    kind: 'Workflow',
    metadata: { name: 'w', uid: '', resourceVersion: '', creationTimestamp: '' },
    status: { phase: 'Running' },
  };
  const nodes = (count: number) =>
    new Map(Array.from({ length: count }, (_, index) => [`w-${index}`, node(index)]));

  test('are packed beyond 1 MiB, and read again', () => {
    const packed = withNodes(workflow, nodes(3000))['status'] as Record<string, unknown>;
    expect(Object.keys(packed)).toEqual(['phase', 'compressedNodes']);
    expect(String(packed['compressedNodes'])).toMatch(/^H4sI/);
    expect(readNodes(packed)).toEqual(nodes(3000));
  });

  test('stay plain below, also after they were packed', () => {
    const packed = withNodes(workflow, nodes(3000));
    expect(Object.keys(withNodes(packed, nodes(10))['status'] as object)).toEqual(['phase', 'nodes']);
  });

  test('have a progress of those that there are', () => {
    const few = nodes(4);
    few.set('w', { ...node(0), id: 'w', type: 'DAG', children: ['w-0', 'w-1', 'gone'] });
    expect(updateProgress(few)).toBe('2/4');
    expect(few.get('w')?.progress).toBe('1/2');
  });
});
