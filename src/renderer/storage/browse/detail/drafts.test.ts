import { expect, test } from 'vitest';
import { draftOf, keepDraft, withNewlines } from './drafts.ts';

test('a text that is not saved is kept by its object until it is saved', () => {
  const object = { profile: 'p', bucket: 'b', key: 'a/x.txt' };
  const draft = { text: 'typed', etag: '1', encoding: 'utf-8', newline: '\n' as const };
  keepDraft(object, draft);
  expect(draftOf({ ...object })).toEqual(draft);
  expect(draftOf({ ...object, bucket: 'c' })).toBeUndefined();
  keepDraft(object, undefined);
  expect(draftOf(object)).toBeUndefined();
});

test('line ends stay those of the object, however the editor writes them', () => {
  expect(withNewlines('a\nb\r\nc', '\r\n')).toBe('a\r\nb\r\nc');
  expect(withNewlines('a\r\nb', '\n')).toBe('a\nb');
});
