import { expect, test } from 'vitest';
import { createTree } from '../../../shared/nomenclature/tree.ts';
import { nafRevisionTwo, revisionTwoTo2025 } from '../../testing/sample-nomenclatures.ts';
import { counterpartsOf } from './counterparts-of.ts';
import { treeIn } from './tree-in.ts';

test('a code has its successors, with their common content, and a successor has all it comes from', () => {
  expect(counterpartsOf(revisionTwoTo2025, 'onwards', '9602b')).toEqual([
    { code: '96.22Y', commonContent: { fr: 'Soins du visage et du corps', en: 'Care of face and body' } },
    { code: '96.23Y', commonContent: { fr: 'Bains de vapeur', en: 'Steam baths' } },
  ]);
  expect(counterpartsOf(revisionTwoTo2025, 'back', '47.75Y').map(({ code }) => code)).toEqual([
    '47.75Z',
    '47.91B',
  ]);
  expect(counterpartsOf(revisionTwoTo2025, 'onwards', '96.09Z')).toEqual([]);
});

test('a tree in one language has no notes of the other', () => {
  const tree = treeIn(createTree(nafRevisionTwo), 'en');
  expect(tree.node('96.02')?.notes).toBeUndefined();
  expect(tree.node('47.91')?.notes?.en?.excludes).toBe('See 47.75.');
  expect(tree.ancestors('96.02A').every(({ notes }) => notes?.fr === undefined)).toBe(true);
});
