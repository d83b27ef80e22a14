import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainEtag, readHeaderText, tagHeader, tagsIn, writeHeaderText } from './object-attributes.ts';

describe('attributes of an object', () => {
  test('any text of one line goes through a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[\r\n\0]/.test(text) && !text.includes('=?'));
        const sent = writeHeaderText(text);
        expect(sent).toMatch(/^[\x20-\x7e]*$/);
        expect(readHeaderText(sent)).toBe(text);
      }),
    );
  });

  test.each([
    ['plain', 'plain'],
    ['Ã©tÃ©', 'été'],
    ['caf\xe9', 'caf\xe9'],
    ['=?UTF-8?Q?=C3=A9t=C3=A9_2026?=', 'été 2026'],
    ['=?utf-8?b?w6k=?= =?utf-8?b?w6A=?=', 'éà'],
  ])('reads the header %j as %j', (header, text) => {
    expect(readHeaderText(header)).toBe(text);
  });

  test('a line end cannot smuggle in another header', () => {
    expect(() => writeHeaderText('a\r\nx-amz-acl: public-read')).toThrow(/line ends/);
  });

  test('an ETag is the MD5 of the bytes only without parts and without keys', () => {
    const etag = `"${'a'.repeat(32)}"`;
    expect(isPlainEtag({ etag, headers: {} })).toBe(true);
    expect(isPlainEtag({ etag: `"${'a'.repeat(32)}-2"`, headers: {} })).toBe(false);
    expect(isPlainEtag({ etag, headers: { 'x-amz-server-side-encryption': 'aws:kms' } })).toBe(false);
  });

  test('tags are written for a header and read from the answer', () => {
    expect(tagHeader({ 'a&b': 'c d', e: '' })).toEqual({ 'x-amz-tagging': 'a%26b=c%20d&e=' });
    expect(tagHeader({})).toEqual({});
    expect(tagsIn('<Tagging><TagSet><Tag><Key> a&amp;b</Key><Value/></Tag></TagSet></Tagging>')).toEqual({
      ' a&b': '',
    });
  });
});
