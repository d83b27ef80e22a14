import { expect, test } from 'vitest';
import type { TrainingStart } from '../../../shared/contract/training/start.ts';
import type { WorkflowNode } from '../../../shared/contract/training/workflows.ts';
import type { z } from 'zod';
import { normalisedText } from '../../../shared/text/normalise.ts';
import { readSchedule } from './schedules/schedule-rules.ts';
import { buildSet } from './sets/build-set.ts';
import { combinationsToStart } from './start/manifest.ts';
import { podQuotaOf } from './start/quota.ts';
import { itemDefaults, ownTemplate, readTemplate } from './start/templates.ts';
import { naf2025 } from './testing/small-nomenclatures.ts';
import { endOf } from './workflows/closing.ts';
import { countPods } from './workflows/pod-counts.ts';
import { specAgain, unfinished } from './workflows/resubmit.ts';

type Node = z.infer<typeof WorkflowNode>;
const node = (id: string, state: Node['state'], rest: Partial<Node> = {}): Node => ({
  ...{ id, state, name: `train(${id}:LR:0.1)`, type: 'Pod', children: [], parameters: {} },
  ...rest,
});
const start = (grid: TrainingStart['grid']) => ({ grid }) as TrainingStart;
const values = (count: number) => Array.from({ length: count }, (_, index) => String(index));

test('a grid is refused where it cannot be run', () => {
  const wrong = (reason: string) =>
    expect.objectContaining({ data: expect.objectContaining({ reason }) as unknown });
  expect(() => combinationsToStart(start({ A: values(80), B: values(80) }), ownTemplate)).toThrow(
    wrong('training-too-many'),
  );
  expect(() => combinationsToStart(start({ RUN: ['1'] }), ownTemplate)).toThrow(
    wrong('training-reserved-name'),
  );
  const long = start({ A: values(4_000), LONG: ['x'.repeat(200)] });
  expect(() => combinationsToStart(long, ownTemplate)).toThrow(wrong('training-grid-too-long'));
  const plain = readTemplate({ metadata: { name: 'plain' } }, 'namespace');
  expect(() => combinationsToStart(start({ A: ['1', '2'] }), plain)).toThrow(wrong('training-no-grid'));
  expect(combinationsToStart(start({ A: ['1'] }), plain)).toEqual([{ A: '1' }]);
});

test('a template gives its own values where an item has none', () => {
  const spec = {
    arguments: { parameters: [{ name: 'grid', value: '[{"LR":0.2,"RUN":""}]' }] },
    templates: [{ steps: [[{ withParam: '{{workflow.parameters.grid}}' }]] }],
  };
  expect(itemDefaults({ spec })).toEqual({ LR: '0.2', RUN: '' });
  expect(
    itemDefaults({ spec: { ...spec, arguments: { parameters: [{ name: 'grid', value: '{{x}}' }] } } }),
  ).toEqual({});
  expect(readTemplate({ metadata: { name: 't' }, spec }, 'cluster')).toMatchObject({
    gridParameter: 'grid',
    parameters: [],
  });
});

test('the tightest quota on pods counts', () => {
  const hard = { 'count/pods': '20', pods: '50' };
  expect(podQuotaOf([{ status: { hard, used: { 'count/pods': '18', pods: '3' } } }])).toEqual({
    most: 20,
    left: 2,
  });
  expect(podQuotaOf([{ status: { hard: { 'requests.cpu': '4' } } }])).toBeUndefined();
});

test('pods are counted by what they try, and what did not succeed is run again', () => {
  const nodes = [
    node('0', 'succeeded'),
    node('1', 'failed', { type: 'Retry', children: ['1a', '1b'] }),
    node('1a', 'failed'),
    node('1b', 'failed'),
    node('2', 'waiting-for-quota'),
    node('dag', 'running', { type: 'DAG' }),
  ];
  expect(countPods(nodes, 5)).toEqual({ done: 1, failed: 1, running: 0, waiting: 1, all: 5 });
  expect(unfinished({ items: [{}, {}, {}, {}], nodes })).toEqual([1, 2, 3]);
  const spec = {
    shutdown: 'Stop',
    suspend: true,
    arguments: { parameters: [{ name: 'grid', value: '[]' }] },
    entrypoint: 'm',
  };
  expect(specAgain({ spec, gridParameter: 'grid' }, [{ LR: '1' }])).toEqual({
    arguments: { parameters: [{ name: 'grid', value: '[{"LR":"1"}]' }] },
    entrypoint: 'm',
  });
});

test('a run is ended by what became of its pod', () => {
  const metrics = [{ key: 'a', value: 1, timestamp: 0, step: 0 }];
  expect(endOf({ metrics }, node('0', 'succeeded'), false).status).toBe('FINISHED');
  expect(endOf({ metrics: [] }, node('0', 'succeeded'), false).status).toBe('FAILED');
  const killed = node('0', 'failed', { message: 'main: OOMKilled (exit code 137)' });
  expect(endOf({ metrics }, killed, false)).toEqual({
    status: 'FAILED',
    why: 'main: OOMKilled (exit code 137)',
  });
  expect(endOf({ metrics }, undefined, true).status).toBe('KILLED');
});

test('a schedule tells when it is due, and what the controller says against it', () => {
  const spec = { schedules: ['0 3 * * *'], timezone: 'Europe/Paris', concurrencyPolicy: 'Forbid' };
  const conditions = [{ type: 'SpecError', status: 'True', message: 'cannot be parsed' }];
  const now = Date.parse('2026-11-20T20:00:00Z');
  expect(readSchedule({ metadata: { name: 'n' }, spec, status: { conditions } }, now)).toEqual({
    ...{
      name: 'n',
      schedules: ['0 3 * * *'],
      timezone: 'Europe/Paris',
      suspended: false,
      concurrency: 'Forbid',
    },
    ...{ nextAt: Date.parse('2026-11-21T02:00:00Z'), active: [], problem: 'cannot be parsed' },
  });
  expect(readSchedule({ spec: { schedule: 'no', suspend: true } }, now)).not.toHaveProperty('nextAt');
});

test('an id keeps the same item out of another campaign; the number of a row does not', () => {
  const item = (id: string, text: string) => ({
    ...{ id, text, normalisedText: normalisedText(text), variables: {}, code: '47.21Y' },
  });
  const set = buildSet({
    draft: {
      ...{ name: 's', at: { profile: 'p', bucket: 'b', prefix: '' }, campaigns: [], files: [], gold: [] },
      ...{ nomenclature: 'naf-2025', multivocal: 'leave-out', titles: 'none', testShare: 0, seed: 1 },
      profile: { cleaning: { kind: 'none' }, variables: [] },
    },
    nomenclature: naf2025,
    recodings: [],
  });
  set.keepOut('12', 'Vente de pommes');
  set.keepOut('J00012345678', 'Vente de poires');
  set.add({ key: 'c', nomenclature: 'naf-2025' }, [
    item('12', 'Légumes au marché'),
    item('J00012345678', 'Fruits au marché'),
    item('13', 'VENTE de pommes'),
  ]);
  expect(set.finish().counts).toMatchObject({ train: 1, goldById: 1, goldByText: 1 });
});
