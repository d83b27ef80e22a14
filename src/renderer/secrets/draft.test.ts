import { expect, test } from 'vitest';
import type { Secret } from '../../shared/contract/secrets.ts';
import {
  addField,
  changeField,
  changesOf,
  draftOf,
  isChanged,
  moveField,
  problemsOf,
  removeField,
  type Draft,
} from './draft.ts';
import { generatePassword } from './generate-password.ts';
import { merged, mergeRows } from './merge.ts';
import { crumbsOf, folderOf, nameOf, nameProblem, shownFolder } from './paths.ts';

const field = (key: string) => ({ key, length: 3, multiline: false, kind: 'text' as const });
const secret = (version: number, ...keys: string[]): Secret => ({
  path: 'db',
  version,
  deleted: false,
  fields: keys.map(field),
  versions: [],
  metadata: {},
});
const keysOf = (draft: Draft) => draft.fields.map(({ key }) => key);

test('a draft without a change writes nothing new; what was shown and typed back is no change', () => {
  const draft = draftOf(secret(3, 'A', 'B'));
  expect(isChanged(draft)).toBe(false);
  const typed = changeField(draft, 0, { shown: 'x', value: 'x' });
  expect(isChanged(typed)).toBe(false);
  expect(changesOf(typed)).toEqual([
    { key: 'A', from: 'A', kind: 'text' },
    { key: 'B', from: 'B', kind: 'text' },
  ]);
  expect(isChanged(changeField(typed, 0, { value: 'y' }))).toBe(true);
});

test('fields are added, renamed, moved and removed', () => {
  let draft = addField(draftOf(secret(3, 'A', 'B')));
  draft = changeField(draft, 2, { key: 'C', value: '1' });
  draft = moveField(changeField(draft, 1, { key: 'B2' }), 1, -1);
  expect(keysOf(draft)).toEqual(['B2', 'A', 'C']);
  expect(keysOf(moveField(draft, 2, 5))).toEqual(['B2', 'A', 'C']);
  expect(changesOf(removeField(draft, 0))).toEqual([
    { key: 'B2', from: 'B', kind: 'text' },
    { key: 'C', kind: 'text', value: '1' },
  ]);
});

test('a new secret begins with an empty field, which is no change yet', () => {
  const draft = draftOf(secret(0));
  expect(draft.fields).toHaveLength(1);
  expect(isChanged(draft)).toBe(false);
  expect(problemsOf(draft).get(0)).toBe('empty');
});

test('what cannot be saved is told at its field', () => {
  let draft = draftOf(secret(1, 'A', 'B', 'C'));
  draft = changeField(draft, 1, { key: 'A' });
  draft = changeField(draft, 2, { kind: 'json', value: '{' });
  expect([...problemsOf(draft)]).toEqual([
    [0, 'twice'],
    [1, 'twice'],
    [2, 'not-json'],
  ]);
});

test('what only one side changed is taken; what both changed is asked', () => {
  let mine = changeField(draftOf(secret(1, 'A', 'B', 'C', 'D')), 0, { value: 'mine' });
  mine = changeField(mine, 1, { value: 'mine' });
  mine = changeField(mine, 3, { key: 'D2' });
  const rows = mergeRows(mine, { added: ['NEW'], removed: ['C'], changed: ['B', 'D'] });
  expect(rows).toEqual([
    { key: 'A', mine: 'changed', theirs: 'same', choice: 'mine' },
    { key: 'B', mine: 'changed', theirs: 'changed' },
    { key: 'C', mine: 'same', theirs: 'removed', choice: 'theirs' },
    { key: 'D', mine: 'renamed', theirs: 'changed', choice: 'mine' },
    { key: 'NEW', mine: 'same', theirs: 'added', choice: 'theirs' },
  ]);
  const theirs = secret(2, 'NEW', 'A', 'B', 'D');
  expect(changesOf(merged(mine, theirs, rows, new Map([['B', 'theirs']])))).toEqual([
    { key: 'A', from: 'A', kind: 'text', value: 'mine' },
    { key: 'B', from: 'B', kind: 'text' },
    { key: 'D2', from: 'D', kind: 'text' },
    { key: 'NEW', from: 'NEW', kind: 'text' },
  ]);
  expect(changesOf(merged(mine, theirs, rows, new Map([['B', 'mine']])))[1]).toMatchObject({ value: 'mine' });
});

test('what one removed and the other changed is asked, and either can be had', () => {
  const removed = removeField(draftOf(secret(1, 'A', 'B')), 0);
  const rows = mergeRows(removed, { added: [], removed: [], changed: ['A'] });
  expect(rows).toEqual([{ key: 'A', mine: 'removed', theirs: 'changed' }]);
  const theirs = secret(2, 'A', 'B');
  expect(keysOf(merged(removed, theirs, rows, new Map([['A', 'mine']])))).toEqual(['B']);
  expect(keysOf(merged(removed, theirs, rows, new Map([['A', 'theirs']])))).toEqual(['B', 'A']);
  const changed = changeField(draftOf(secret(1, 'A', 'B')), 0, { value: 'mine' });
  const asked = mergeRows(changed, { added: [], removed: ['A'], changed: [] });
  expect(changesOf(merged(changed, secret(2, 'B'), asked, new Map([['A', 'mine']])))[0]).toEqual({
    key: 'A',
    kind: 'text',
    value: 'mine',
  });
});

test('paths are taken apart', () => {
  expect([folderOf('a/b/c'), folderOf('a/b/'), folderOf('a'), folderOf('a/')]).toEqual([
    'a/b/',
    'a/',
    '',
    '',
  ]);
  expect([shownFolder('a/b'), shownFolder('a/'), shownFolder('')]).toEqual(['a/', 'a/', '']);
  expect([nameOf('a/b/'), nameOf('a/b c')]).toEqual(['b', 'b c']);
  expect(crumbsOf('a/b/')).toEqual([
    { name: 'a', path: 'a/' },
    { name: 'b', path: 'a/b/' },
  ]);
  expect(['a/b', 'é %2F', '', 'a//b', '../x', ' a', '.onyxia/x'].map(nameProblem)).toEqual([
    undefined,
    undefined,
    'empty',
    'parts',
    'parts',
    'parts',
    'kept',
  ]);
});

test('passwords are long, and no two are alike', () => {
  const all = new Set(Array.from({ length: 100 }, () => generatePassword()));
  expect(all.size).toBe(100);
  for (const one of all) expect(one).toMatch(/^[A-Za-z2-9_-]{24}$/);
});
