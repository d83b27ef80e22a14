import { expect, test } from 'vitest';
import { isCodeLike, strokesOf, typedText, type Stroke } from './typed.ts';

/** The signs of a French keyboard without Shift, by the digit printed on the key. */
const azerty: Record<string, string> = {
  à: '0',
  '&': '1',
  é: '2',
  '"': '3',
  "'": '4',
  '(': '5',
  '-': '6',
  è: '7',
  _: '8',
  ç: '9',
};
const onAzerty = (signs: string): Stroke[] =>
  [...signs].map((sign) => (azerty[sign] === undefined ? { sign } : { sign, digit: azerty[sign] }));

test.each([
  ['&', '1'],
  ['ç-àé', '9602'],
  ['ç-àéa', '9602a'],
  ['ç-.àéa', '96.02a'],
  ['él', 'él'],
  ['élevage', 'élevage'],
  ['boulangé', 'boulangé'],
  ["l'eau", "l'eau"],
  ['ç-àéab', 'ç-àéab'],
])('on AZERTY %s is %s', (signs, text) => expect(typedText(onAzerty(signs))).toBe(text));

test('with Shift or on QWERTY a digit is a digit among words too', () => {
  expect(
    typedText([...'zone 30'].map((sign) => ({ sign, digit: /\d/.test(sign) ? sign : undefined }) as Stroke)),
  ).toBe('zone 30');
});

test('what is deleted from the end leaves the other keys as they were', () => {
  const typed = onAzerty('ç-à');
  expect(strokesOf('96', typed)).toEqual(typed.slice(0, 2));
  expect(strokesOf('', typed)).toEqual([]);
  expect(typedText(strokesOf('pasted', typed))).toBe('pasted');
});

test.each([
  ['9', true],
  ['96.02A', true],
  ['9602a', true],
  ['96.0', true],
  ['96 rue', false],
  ['a', false],
  ['96021', false],
])('%s is a code or its beginning: %s', (text, is) => expect(isCodeLike(text)).toBe(is));
