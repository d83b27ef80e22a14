import { expect, test } from 'vitest';
import type { WorkflowNode } from '../../../shared/contract/training/workflows.ts';
import { differingParameters, runsOf, treeRows } from './nodes.ts';

const node = (id: string, change: Partial<WorkflowNode> = {}): WorkflowNode => ({
  id,
  name: id,
  type: 'Pod',
  state: 'running',
  children: [],
  parameters: {},
  ...change,
});

test('runs stand in the order in which they began, those that wait last', () => {
  const nodes = [
    node('b', { startedAt: 2 }),
    node('group', { type: 'TaskGroup' }),
    node('waits'),
    node('a', { startedAt: 1 }),
  ];
  expect(runsOf(nodes).map(({ id }) => id)).toEqual(['a', 'b', 'waits']);
});

test('only parameters that differ tell runs apart', () => {
  const runs = [
    node('a', { parameters: { DIM: '50', LR: '0.2', RUN: 'r1' } }),
    node('b', { parameters: { DIM: '50', LR: '0.5', RUN: 'r2' } }),
  ];
  expect(differingParameters(runs)).toEqual(['LR']);
});

test('the tree begins at its root, and shows nothing below a closed step', () => {
  const nodes = [
    node('root', { type: 'DAG', children: ['group'] }),
    node('group', { type: 'TaskGroup', children: ['one', 'two'] }),
    node('one'),
    node('two'),
  ];
  const shown = (closed: string[]) =>
    treeRows(nodes, 'root', new Set(closed)).map(({ node: { id }, depth }) => `${depth} ${id}`);
  expect(shown([])).toEqual(['0 root', '1 group', '2 one', '2 two']);
  expect(shown(['group'])).toEqual(['0 root', '1 group']);
});

test('a step to which two lead, or that leads to itself, stands once', () => {
  const nodes = [
    node('root', { children: ['a', 'b'] }),
    node('a', { children: ['b'] }),
    node('b', { children: ['a'] }),
  ];
  expect(treeRows(nodes, 'root', new Set())).toHaveLength(3);
});
