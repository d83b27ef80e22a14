import { describe, expect, test } from 'vitest';
import type { CleaningStep, PreprocessingProfile } from '../contract/models/inference.ts';
import { cleanText } from './clean.ts';
import { cleaningBySteps } from './cleaning-steps.ts';
import { modelLines } from './model-line.ts';

describe('a cleaning in steps', () => {
  test.each<[string, CleaningStep[], string, string]>([
    ['accents and case', [{ kind: 'unaccent' }, { kind: 'lower' }], 'Élevage d’ŒUFS', 'elevage d oeufs'],
    ['capitals', [{ kind: 'upper' }], 'été', 'ÉTÉ'],
    ['a pattern, everywhere', [{ kind: 'replace', pattern: '\\p{P}+', by: ' ' }], 'a, b; c', 'a  b  c'],
    ['short words, counted in characters', [{ kind: 'drop-short', below: 2 }], 'a 🐝 le miel', 'le miel'],
    ['given words', [{ kind: 'drop-words', words: ['ape'] }], 'code ape APE', 'code APE'],
    [
      'stop words and stems',
      [{ kind: 'drop-french-stop-words' }, { kind: 'stem-french' }],
      'vente de fleurs',
      'vent fleur',
    ],
    ['doubles', [{ kind: 'unique-words' }], 'b a b', 'b a'],
    ['spaces', [{ kind: 'collapse-spaces' }], ' a \t b\n', 'a b'],
    ['the order counts', [{ kind: 'drop-words', words: ['a'] }, { kind: 'lower' }], 'A a', 'a'],
  ])('%s', (_, steps, text, cleaned) => {
    expect(cleaningBySteps(steps)(text)).toBe(cleaned);
  });

  test('a pattern that is none is told before any text', () => {
    expect(() => cleaningBySteps([{ kind: 'replace', pattern: '(', by: '' }])).toThrow(SyntaxError);
  });
});

describe('the line of a model', () => {
  const profile: PreprocessingProfile = {
    cleaning: { kind: 'ape-v1' },
    variables: [
      { name: 'type', prefix: 'AUTO_', missing: 'NaN' },
      { name: 'surface', prefix: 'SURF_' },
    ],
  };
  const line = modelLines(profile);

  test('variables come after the text in their order; a float of a whole number has no decimals', () => {
    expect(line({ text: 'MACONNERIE GENERALE', variables: { surface: '120.0', type: 'M' } })).toBe(
      `${cleanText('MACONNERIE GENERALE')} AUTO_M SURF_120`,
    );
  });

  test('what is missing has its word, or is left out', () => {
    expect(line({ text: 'vente', variables: { type: 'None', surface: 'nan' } })).toBe('vent AUTO_NaN');
  });

  test('of an empty text nothing is asked', () => {
    expect(line({ text: ' néant ', variables: { type: 'M' } })).toBe('');
  });

  test('line breaks never reach the model', () => {
    const plain = modelLines({ cleaning: { kind: 'none' }, variables: [{ name: 'a', prefix: 'A_' }] });
    expect(plain({ text: 'pain\r\net\nvin', variables: { a: 'x\ny' } })).toBe('pain et vin A_x y');
  });
});
