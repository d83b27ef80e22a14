import { describe, expect, test } from 'vitest';
import { beginningOf, bytesOf, createDecoder, substitute } from './encoding.ts';

describe('the encoding of a text', () => {
  test('a character that is cut between two pieces is whole in the second', () => {
    const bytes = Buffer.from('Crêperie € 🥐');
    for (let cut = 1; cut < bytes.length; cut++) {
      const decoder = createDecoder('utf-8');
      const text = decoder.decode(bytes.subarray(0, cut), false) + decoder.decode(bytes.subarray(cut), true);
      expect(text).toBe('Crêperie € 🥐');
      expect(decoder.encoding).toBe('utf-8');
    }
  });

  test('UTF-16 is known by its mark and by its zero bytes', () => {
    expect(beginningOf(Buffer.from('\ufefflibelle', 'utf16le'))).toEqual({ encoding: 'utf-16le', mark: 2 });
    expect(beginningOf(Buffer.from('libelle;code', 'utf16le'))).toEqual({ encoding: 'utf-16le', mark: 0 });
    expect(beginningOf(Buffer.from('libelle;code', 'utf16le').swap16())).toEqual({
      encoding: 'utf-16be',
      mark: 0,
    });
    expect(beginningOf(Buffer.from('\ufefflibelle'))).toEqual({ encoding: 'utf-8', mark: 3 });
    expect(beginningOf(Buffer.from([1, 0, 0, 0, 7, 0, 0, 0]))).toBeUndefined();
  });

  test('text that is ASCII for long and then Windows-1252 keeps every place', () => {
    const decoder = createDecoder('utf-8');
    const ascii = decoder.decode(Buffer.from('boulangerie\n'), false);
    expect(decoder.encoding).toBe('utf-8');
    const rest = decoder.decode(Buffer.from([0x63, 0x72, 0xea, 0x70, 0x65, 0x80]), true);
    expect(ascii + rest).toBe('boulangerie\ncrêpe€');
    expect(decoder.encoding).toBe('windows-1252');
    expect(bytesOf('crêpe€', decoder.encoding)).toBe(6);
  });

  test('a byte that Windows-1252 does not define tells Latin-1', () => {
    const decoder = createDecoder('utf-8');
    decoder.decode(Buffer.from([0xe9, 0x81]), true);
    expect(decoder.encoding).toBe('iso-8859-1');
  });

  test('one damaged byte among UTF-8 stays one damaged byte', () => {
    const decoder = createDecoder('utf-8');
    const bytes = Buffer.concat([Buffer.from('é è à '), Buffer.from([0xff]), Buffer.from(' ü')]);
    const text = decoder.decode(bytes, true);
    expect(text).toBe(`é è à ${substitute} ü`);
    expect([decoder.encoding, decoder.damaged, bytesOf(text, 'utf-8')]).toEqual(['utf-8', 1, bytes.length]);
  });
});
