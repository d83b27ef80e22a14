import { expect, test } from 'vitest';
import { isFailure } from '../../../shared/contract/errors.ts';
import { compareContents, contentOf, fieldsOf, orderedKeys, textOf, variablesOf } from './secret-content.ts';

/** As Onyxia's web app writes a secret of two variables. */
const fromOnyxia = {
  A_KEY: 'a',
  B_KEY: 'two\nlines',
  '.onyxia': { hiddenKeys: ['A_KEY'], keysOrdering: ['B_KEY', 'A_KEY'] },
};
const text = 'text' as const;

test('the order that Onyxia keeps is the order of the fields, and its own key is not among them', () => {
  expect(orderedKeys(fromOnyxia)).toEqual(['B_KEY', 'A_KEY']);
  expect(fieldsOf(fromOnyxia)).toEqual([
    { key: 'B_KEY', length: 9, multiline: true, kind: 'text' },
    { key: 'A_KEY', length: 1, multiline: false, kind: 'text' },
  ]);
  const more = { ...fromOnyxia, C: { port: 1 }, '.onyxia': { keysOrdering: ['gone', 'B_KEY', 'B_KEY'] } };
  expect(orderedKeys(more)).toEqual(['B_KEY', 'A_KEY', 'C']);
  expect(orderedKeys({ b: '1', a: '2', '.onyxia': 'damaged' })).toEqual(['b', 'a']);
});

test('what is written keeps the order, what Onyxia hides, and what else it kept', () => {
  const before = { ...fromOnyxia, '.onyxia': { ...fromOnyxia['.onyxia'], later: 1 } };
  expect(
    contentOf(
      [
        { key: 'NEW', value: '1', kind: text },
        { key: 'A_RENAMED', from: 'A_KEY' },
        { key: 'B_KEY', value: '' },
      ],
      before,
    ),
  ).toEqual({
    NEW: '1',
    A_RENAMED: 'a',
    B_KEY: '',
    '.onyxia': { later: 1, hiddenKeys: ['A_RENAMED'], keysOrdering: ['NEW', 'A_RENAMED', 'B_KEY'] },
  });
  expect(contentOf([{ key: 'A', value: '1' }], undefined)).toEqual({
    A: '1',
    '.onyxia': { hiddenKeys: [], keysOrdering: ['A'] },
  });
});

test('a secret of another program gets no key of Onyxia until its order says more than the alphabet', () => {
  const before = { a: '1', b: '2' };
  expect(contentOf([{ key: 'a' }, { key: 'b', value: '3' }], before)).toEqual({ a: '1', b: '3' });
  expect(contentOf([{ key: 'b' }, { key: 'a' }], before)).toMatchObject({
    '.onyxia': { keysOrdering: ['b', 'a'] },
  });
});

test('two keys change places, and a key named like a number keeps its place', () => {
  expect(
    contentOf(
      [
        { key: 'b', from: 'a' },
        { key: 'a', from: 'b' },
      ],
      { a: '1', b: '2' },
    ),
  ).toMatchObject({
    a: '2',
    b: '1',
  });
  const numbers = contentOf(
    [
      { key: 'z', value: 'z' },
      { key: '1', value: 'one' },
    ],
    undefined,
  );
  expect(orderedKeys(JSON.parse(JSON.stringify(numbers)) as Record<string, unknown>)).toEqual(['z', '1']);
});

test('JSON is checked, kept as JSON, and its text is never quoted in the failure', () => {
  const value = '{"a": 1, "b": [true]}';
  const data = contentOf([{ key: 'j', value, kind: 'json' }], undefined);
  expect(data['j']).toEqual({ a: 1, b: [true] });
  expect(textOf(data['j'])).toBe('{\n  "a": 1,\n  "b": [\n    true\n  ]\n}');
  try {
    contentOf([{ key: 'j', value: '{hunter2', kind: 'json' }], undefined);
    expect.unreachable();
  } catch (error) {
    expect(isFailure(error) && error.data).toMatchObject({
      code: 'invalid-input',
      reason: 'secret-not-json',
    });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  }
});

test.each([
  [
    [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ],
    'secret-key-twice',
  ],
  [[{ key: '.onyxia', value: '1' }], 'secret-key-kept'],
  [[{ key: 'gone' }], 'secret-key-gone'],
])('%j is refused: %s', (fields, reason) => {
  expect(() => contentOf(fields, { b: '1' })).toThrowError(
    expect.objectContaining({ data: expect.objectContaining({ reason }) as unknown }) as Error,
  );
});

test('two versions are compared by key', () => {
  const to = { B_KEY: 'two\nlines', C: 1, '.onyxia': {} };
  expect(compareContents(fromOnyxia, { ...to, A_KEY: 'b' })).toEqual({
    added: ['C'],
    removed: [],
    changed: ['A_KEY'],
  });
  expect(compareContents(to, {})).toEqual({ added: [], removed: ['B_KEY', 'C'], changed: [] });
});

test('the variables of a service are those that its start script can set', () => {
  expect(variablesOf({ ...fromOnyxia, C: '1' })).toEqual({ variables: ['B_KEY', 'A_KEY'], unusable: ['C'] });
  expect(variablesOf({ 'z-1': '', z: '', A: '', '1a': '', _: '' })).toEqual({
    variables: ['A', 'z'],
    unusable: ['z-1', '1a', '_'],
  });
});
