import { describe, expect, test } from 'vitest';
import { CleaningStep } from '../../../shared/contract/models/inference.ts';
import { isProfile, isStep, movedBy, newStep, stepKinds } from './profile-draft.ts';

describe('a profile while it is edited', () => {
  test('every new step is one that the core takes', () => {
    for (const kind of stepKinds) {
      expect(CleaningStep.safeParse(newStep(kind)).success).toBe(true);
      expect(isStep(newStep(kind))).toBe(true);
    }
  });

  test('a pattern that is no regular expression is not kept', () => {
    expect(isStep({ kind: 'replace', pattern: '[a-', by: '' })).toBe(false);
    expect(isStep({ kind: 'replace', pattern: '', by: '' })).toBe(false);
    const steps = [{ kind: 'replace' as const, pattern: '(', by: '' }];
    expect(isProfile({ cleaning: { kind: 'rules', steps }, variables: [] })).toBe(false);
  });

  test('a variable has a name, and no other has the same', () => {
    const profile = (...names: string[]) => ({
      cleaning: { kind: 'none' as const },
      variables: names.map((name) => ({ name, prefix: `${name}_` })),
    });
    expect(isProfile(profile('TYP', 'NAT'))).toBe(true);
    expect(isProfile(profile('TYP', ' '))).toBe(false);
    expect(isProfile(profile('TYP', 'TYP'))).toBe(false);
  });

  test('a step moves within the list', () => {
    expect(movedBy(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(movedBy(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  });
});
