import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodings, readText, writeText } from './text-encoding.ts';

describe('text in several encodings', () => {
  test.each([
    ['utf-8', Buffer.from('é€\n')],
    ['utf-8-bom', Buffer.from('\ufeffé€\n')],
    ['utf-16le', Buffer.from('\ufeffé€\n', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeffé€\n', 'utf16le').swap16()],
    ['windows-1252', Buffer.from([0xe9, 0x80, 0x0a])],
  ])('is read from %s and written back byte by byte', (encoding, bytes) => {
    const read = readText(bytes);
    expect(read).toEqual({ text: 'é€\n', encoding, newline: '\n' });
    expect(writeText('é€\n', encoding)).toEqual(bytes);
  });

  test('bytes that are a text come back as they were, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 1, max: 255 }), (array) => {
        const bytes = Buffer.from(array);
        const read = readText(bytes);
        // Two marks in UTF-16 could be a lone surrogate, which no text holds.
        if (!read || !read.text.isWellFormed()) return;
        expect(writeText(read.text, read.encoding)).toEqual(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  test('any text survives the encodings of Unicode', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(...encodings.slice(0, 4)),
        (text, encoding) => {
          fc.pre(!text.includes('\0') && !text.startsWith('\ufeff'));
          expect(readText(writeText(text, encoding))?.text).toBe(text);
        },
      ),
    );
  });

  test('tells the line end that most lines have, and makes them all alike when asked', () => {
    expect(readText(Buffer.from('a\r\nb\r\nc\n'))?.newline).toBe('\r\n');
    expect(readText(Buffer.from('a\nb\r\nc\n'))?.newline).toBe('\n');
    expect(writeText('a\nb\r\n', 'utf-8', '\r\n').toString()).toBe('a\r\nb\r\n');
    expect(writeText('a\nb\r\n', 'utf-8').toString()).toBe('a\nb\r\n');
  });

  test('names the characters that an encoding does not have instead of losing them', () => {
    expect(() => writeText('Łódź ☃', 'windows-1252')).toThrow(
      expect.objectContaining({
        data: expect.objectContaining({ values: { encoding: 'windows-1252', characters: 'Ł ź ☃' } }),
      }),
    );
    expect(() => writeText('€', 'iso-8859-1')).toThrow();
    expect(() => writeText('a', 'klingon')).toThrow();
  });

  test('bytes that are no text are not one', () => {
    expect(readText(Buffer.from([1, 0, 2, 0]))).toBeUndefined();
    expect(readText(Buffer.from([0xef, 0xbb, 0xbf, 0xff]))).toBeUndefined();
  });
});
