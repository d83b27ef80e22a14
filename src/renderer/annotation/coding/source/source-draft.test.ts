import { describe, expect, test } from 'vitest';
import type { SuggestionSource } from '../../../../shared/contract/annotation/suggestions.ts';
import { draftOf, passwordOf, sourceOf } from './source-draft.ts';

const served: SuggestionSource = {
  kind: 'served',
  address: 'https://codification.example.org/predict',
  dialect: 'forms-2025',
  user: 'alice',
};

describe('a source of suggestions', () => {
  test.each<SuggestionSource>([served, { kind: 'file' }, { kind: 'none' }, { kind: 'local', model: 'm' }])(
    'comes back from its form: $kind',
    (source) => expect(sourceOf(draftOf(source))).toEqual(source),
  );
  test('is none while its address or its model is missing', () => {
    expect(sourceOf({ ...draftOf(served), address: 'codification' })).toBeUndefined();
    expect(sourceOf({ ...draftOf({ kind: 'file' }), kind: 'local' })).toBeUndefined();
  });
  test('has a password only where one was typed, and only for a service', () => {
    expect(passwordOf(draftOf(served))).toEqual({});
    expect(passwordOf({ ...draftOf(served), password: 'x' })).toEqual({ password: 'x' });
    expect(passwordOf({ ...draftOf(served), kind: 'file', password: 'x' })).toEqual({});
  });
});
