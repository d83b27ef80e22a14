import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histories } from '../coding/testing/decisions.ts';
import { missing, unclassifiable } from './code-table.ts';
import { createCodings, finalCategory, independentCategory, inForce } from './codings.ts';
import { coded, said, table } from './testing/small-campaign.ts';

const category = (code: string) => table.categoryOf(code);

describe('the codings', () => {
  test('are a table of items by annotators, both by name', () => {
    const codings = createCodings(inForce(coded({ bob: ['10.11Z', 'U'], alice: ['', '11.10Z'] })), table);
    expect(codings.annotators).toEqual(['alice', 'bob']);
    expect(codings.items).toEqual(['i000', 'i001']);
    expect([...codings.independent]).toEqual([
      missing,
      category('10.11Z'),
      category('11.10Z'),
      unclassifiable,
    ]);
  });

  test('take the first code where suggestions were revealed later, else the final one', () => {
    const both = { codeFirst: '10.11Z', codeFinal: '10.20A' };
    const reveal = said('alice', 'i', '10.20A', { mode: 'reveal', ...both });
    expect(independentCategory(reveal, table)).toBe(category('10.11Z'));
    expect(finalCategory(reveal, table)).toBe(category('10.20A'));
    const assisted = said('alice', 'i', '10.20A', { mode: 'assisted', ...both });
    expect(independentCategory(assisted, table)).toBe(category('10.20A'));
    const blind = said('alice', 'i', '10.20A', { mode: 'blind', ...both });
    expect(independentCategory(blind, table)).toBe(category('10.20A'));
  });

  test('what became unclassifiable once suggestions were seen keeps its first code as the independent one', () => {
    const seen = said('alice', 'i', 'U', { mode: 'reveal', codeFirst: '10.11Z' });
    expect(independentCategory(seen, table)).toBe(category('10.11Z'));
    expect(finalCategory(seen, table)).toBe(unclassifiable);
  });

  test('what was skipped or delegated is missing, and so is a code that the nomenclature does not have', () => {
    for (const what of ['S', 'D', '99.99Z'])
      expect(independentCategory(said('alice', 'i', what), table)).toBe(missing);
  });

  test('a decision that was taken back, and one in conflict, count for nobody', () => {
    const first = said('alice', 'i', '10.11Z');
    const back = said('alice', 'i', '10.11Z', { id: 'back', replaces: [first.id], withdrawn: true });
    expect(inForce([first, back]).get('alice')?.size).toBe(0);
    const elsewhere = said('alice', 'i', '10.20A', { machine: 'two' });
    expect(inForce([first, elsewhere]).get('alice')?.size).toBe(0);
  });

  test('neither order nor repetition of the decisions matters', () => {
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), ({ all }, order) => {
        const again = [...all, ...all]
          .map((one) => ({ one, key: order.next().value as number }))
          .sort((one, other) => one.key - other.key)
          .map(({ one }) => one);
        expect(createCodings(inForce(again), table)).toEqual(createCodings(inForce(all), table));
      }),
    );
  });
});
