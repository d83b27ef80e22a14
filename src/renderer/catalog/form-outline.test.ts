import { expect, test } from 'vitest';
import { sampleForm } from '../testing/sample-form.ts';
import type { FormGroup } from '../../shared/launch-form/types.ts';
import { isBelow, openAtStart, summaryOf } from './form-outline.ts';

const main = sampleForm.form?.main ?? [];
const group = (title: string) =>
  main.find((node): node is FormGroup => node.type === 'group' && node.title === title) as FormGroup;

test('what people change most stands open', () => {
  expect(openAtStart(main).map((one) => one.title)).toEqual(['Resources', 'Persistence', 'Git']);
});

test('a chart without the usual groups has its first two open', () => {
  const nodes = ['Alpha', 'Beta', 'Gamma'].map((title): FormGroup => ({
    type: 'group',
    title,
    helmValuesPath: [title],
    nodes: [],
    canAdd: false,
    canRemove: false,
  }));
  expect(openAtStart(nodes).map((one) => one.title)).toEqual(['Alpha', 'Beta']);
});

test('a folded group says what it holds, without its secrets', () => {
  expect(summaryOf(group('Git')).parts).toEqual([
    { kind: 'text', text: 'Alice Martin' },
    { kind: 'text', text: '86400' },
  ]);
  expect(summaryOf(group('Environment variables')).parts).toEqual([{ kind: 'items', count: 1 }]);
  expect(summaryOf(group('Persistence'), 1)).toEqual({
    parts: [{ kind: 'switch', title: 'Keep the work folder', on: true }],
    more: 1,
  });
});

test('a path lies below itself and its beginnings only', () => {
  expect([
    isBelow(['a', 0, 'b'], ['a']),
    isBelow(['a'], ['a']),
    isBelow(['ab'], ['a']),
    isBelow(['a'], ['a', 'b']),
  ]).toEqual([true, true, false, false]);
});
