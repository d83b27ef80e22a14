import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkedNote, notePieces } from './note-links.ts';
import { noteLines } from './note-text.ts';
import { small } from './testing/small-nomenclature.ts';
import { createTree } from './tree.ts';

const tree = createTree(small);
const links = (text: string) => notePieces(text, tree).flatMap(({ code }) => code ?? []);

describe('links of notes', () => {
  test.each([
    ['les saumons, voir 10.20', ['10.20']],
    ['lemonade, see 11.01.', ['11.01']],
    ['cf. 10.11', ['10.11']],
    ['relevant des divisions 10 et 11 (Aliments)', ['10', '11']],
    ['see divisions 10, and 11', ['10', '11']],
    ['(11.10)', ['11.10']],
    ['rangés dans la classe 10.11', ['10.11']],
    ['voir la section C', ['C']],
    ['see 10.1, 10.2', ['10.1', '10.2']],
    ['sous-classe 10.20A', ['10.20A']],
    ['Voir groupes 11.0 à 11.1', ['11.0', '11.1']],
  ])('%s', (text, codes) => expect(links(text)).toEqual(codes));

  test.each([
    'voir 99.99',
    'moins de 10 personnes',
    'section Z',
    '10.11 %',
    '10,20',
    '1 10.203',
    'le C',
    'Section Cuisine',
  ])('none in: %s', (text) => expect(links(text)).toEqual([]));

  test('the pieces joined are the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('voir ', '10.20', ' et ', '11', 'section C', '(', ')', 'é', '. ')),
        (parts) => {
          const text = parts.join('');
          expect(
            notePieces(text, tree)
              .map((piece) => piece.text)
              .join(''),
          ).toBe(text);
        },
      ),
    );
  });
});

describe('text of notes', () => {
  test('one long line becomes paragraphs, items and items below them', () => {
    const note =
      'Première phrase.  Cette classe comprend: - des outils tels que:   • limes   • scies - des vis ; prêt-à-porter';
    expect(noteLines(note)).toEqual([
      { depth: 0, text: 'Première phrase.' },
      { depth: 0, text: 'Cette classe comprend:' },
      { depth: 1, text: 'des outils tels que:' },
      { depth: 2, text: 'limes' },
      { depth: 2, text: 'scies' },
      { depth: 1, text: 'des vis ; prêt-à-porter' },
    ]);
  });
  test('line breaks, written out too, part paragraphs; a dash in a sentence does not', () => {
    expect(
      noteLines(String.raw`One - two.\n\nThis includes:\n- a\n- b`).map(
        ({ depth, text }) => `${depth} ${text}`,
      ),
    ).toEqual(['0 One - two.', '0 This includes:', '1 a', '1 b']);
  });
  test('a note made to be slow is read at once', () => {
    expect(noteLines(`a${' \n\t'.repeat(300_000)}b`).map(({ text }) => text)).toEqual(['a', 'b']);
    expect(noteLines(`a${' '.repeat(1_000_000)}b`)).toEqual([{ depth: 0, text: 'a b' }]);
  });
  test('blocks hold the items of a list together', () => {
    const blocks = linkedNote('Comprend: - a, voir 10.20 - b', tree);
    expect(blocks.map(({ kind, items }) => [kind, items.length])).toEqual([
      ['paragraph', 1],
      ['list', 2],
    ]);
    expect(blocks[1]?.items[0]?.pieces).toEqual([{ text: 'a, voir ' }, { text: '10.20', code: '10.20' }]);
    expect(linkedNote('', tree)).toEqual([]);
  });
});
