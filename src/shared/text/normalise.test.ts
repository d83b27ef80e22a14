import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalisedText, unicodeKey } from './normalise.ts';

test.each([
  ['  Coiffure à  DOMICILE. ', 'coiffure a domicile'],
  ['L’ŒUVRE d\u2019art', 'l oeuvre d art'],
  ['ﬁnance\u00adment', 'financement'],
  ['Straße', 'strasse'],
  ['vente_en-ligne/2 roues', 'vente en ligne 2 roues'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['…', ''],
])('%j has the key %j', (text, key) => {
  expect(normalisedText(text)).toBe(key);
});

test('the key of a key is the key, and case does not count', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 });
  fc.assert(
    fc.property(text, (value) => {
      const key = normalisedText(value);
      expect(normalisedText(key)).toBe(key);
      expect(normalisedText(value.normalize('NFC'))).toBe(key);
    }),
    { numRuns: 2000, seed: 5 },
  );
});

test('a text of ASCII has the key that the rules of Unicode give it', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 60 });
  fc.assert(
    fc.property(ascii, (value) => normalisedText(value) === unicodeKey(value)),
    { numRuns: 5000, seed: 6 },
  );
});
