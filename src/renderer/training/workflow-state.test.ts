import { expect, test } from 'vitest';
import type { WorkflowSummary } from '../../shared/contract/training/workflows.ts';
import { durationOf, isOpen, standingOf } from './workflow-state.ts';

const workflow = (name: string, state: WorkflowSummary['state'], createdAt: number): WorkflowSummary => ({
  name,
  state,
  createdAt,
});

test('what runs is told before what ended', () => {
  expect(standingOf([workflow('old', 'failed', 1), workflow('new', 'running', 2)])).toEqual({
    kind: 'running',
    count: 1,
    name: 'new',
  });
});

test('a failure is told while nothing newer followed', () => {
  expect(standingOf([workflow('a', 'succeeded', 1), workflow('b', 'failed', 2)])).toMatchObject({
    kind: 'failed',
    name: 'b',
  });
  expect(standingOf([workflow('a', 'failed', 1), workflow('b', 'succeeded', 2)])).toMatchObject({
    kind: 'quiet',
    last: { name: 'b' },
  });
  expect(standingOf([])).toEqual({ kind: 'none' });
});

test('one that is held or being stopped is not over', () => {
  expect((['suspended', 'stopping', 'stopped', 'error'] as const).map(isOpen)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('it takes until its end, else until now', () => {
  expect(durationOf({ startedAt: 10 }, 25)).toBe(15);
  expect(durationOf({ startedAt: 10, endedAt: 12 }, 25)).toBe(2);
  expect(durationOf({}, 25)).toBeUndefined();
});
