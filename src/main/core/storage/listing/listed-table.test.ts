import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Arrangement } from '../../../../shared/contract/storage/listing.ts';
import { ListColumns } from '../../platform/s3/list-columns.ts';
import { emptyRow, rowFlags } from '../../platform/s3/list-row.ts';
import { ListedTable } from './listed-table.ts';
import { folded, nameFilter } from './name-filter.ts';
import { sortBy, sortByNumber, type Slices } from './sorted-rows.ts';

function finish<T>(slices: Slices<T>): T {
  for (;;) {
    const next = slices.next();
    if (next.done) return next.value;
  }
}

describe('sorting by numbers', () => {
  test('is stable, puts missing ones last, either way, up to the greatest sizes', () => {
    const value = fc.oneof(fc.constant(Number.NaN), fc.nat({ max: 5 }), fc.nat({ max: 2 ** 53 - 2 }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.boolean(), (values, descending) => {
        const rows = Uint32Array.from(values.keys());
        const expected = [...rows].sort((one, other) => {
          const [left, right] = [values[one] as number, values[other] as number];
          if (Number.isNaN(left) || Number.isNaN(right))
            return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
          return descending ? right - left : left - right;
        });
        expect([...finish(sortByNumber(rows, (row) => values[row] ?? Number.NaN, descending))]).toEqual(
          expected,
        );
      }),
    );
  });

  test('by comparison is stable too', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 60 }), (values) => {
        const compare = (one: number, other: number) => (values[one] ?? 0) - (values[other] ?? 0);
        const rows = Uint32Array.from(values.keys());
        expect([...finish(sortBy(rows, compare))]).toEqual([...rows].sort(compare));
      }),
    );
  });
});

describe('a filter of names', () => {
  const matches = (filter: string, name: string) => {
    const bytes = Buffer.from(name);
    return nameFilter(filter)?.(bytes, 0, bytes.length) ?? true;
  };

  test.each([
    ['', 'anything', true],
    ['eleve', 'Élève.csv', true],
    ['ÉLÈVE', 'eleve.csv', true],
    ['csv 2026', '2026/data.CSV', true],
    ['csv 2027', '2026/data.CSV', false],
    ['*.csv', 'a.CSV', true],
    ['*.csv', 'a.csv.gz', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['é*', 'Étude.csv', true],
    ['data*', 'data/', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['?', '🦄', true],
  ])('%j of %j: %j', (filter, name, expected) => {
    expect(matches(filter, name)).toBe(expected);
  });

  test('finds every part of every name', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, text, text, (before, middle, after) => {
        fc.pre(!/[\s*?]/u.test(folded(middle)) && folded(middle) !== '');
        fc.pre(folded(before + middle + after).includes(folded(middle)));
        expect(matches(middle, before + middle + after)).toBe(true);
      }),
    );
  });

  test('a pattern of many stars takes no time', () => {
    expect(matches('*a'.repeat(30), 'a'.repeat(29) + 'b'.repeat(5000))).toBe(false);
  });
});

describe('a table', () => {
  function columnsOf(pages: readonly (readonly [name: string, size: number])[][]): ListColumns {
    const columns = new ListColumns();
    for (const page of pages) {
      for (const [name, size] of page) {
        const flags = name.endsWith('/') ? rowFlags.folder : 0;
        columns.addNamed(Buffer.from(name), { ...emptyRow(), flags, size });
      }
      columns.commitPage(false);
    }
    return columns;
  }
  const names = (table: ListedTable) => table.rows(0, 100).map(({ name }) => name);

  test('shows names in order also when the server does not keep to it', () => {
    const columns = columnsOf([
      [['d', 1]],
      [
        ['b/', 0],
        ['c', 2],
      ],
      [
        ['a/', 0],
        ['a', 3],
      ],
    ]);
    const table = new ListedTable(columns, Arrangement.parse({}));
    table.take();
    expect(table.needsSorting(true)).toBe(true);
    finish(table.sort());
    expect(names(table)).toEqual(['a/', 'b/', 'a', 'c', 'd']);
    finish(table.arrange(Arrangement.parse({ descending: true })));
    expect(names(table)).toEqual(['b/', 'a/', 'd', 'c', 'a']);
  });

  test('its generation grows only when rows that were read may have moved', () => {
    const columns = columnsOf([[['a', 1]]]);
    const table = new ListedTable(columns, Arrangement.parse({}));
    table.take();
    const { generation } = table.counts;
    columns.addNamed(Buffer.from('b'), { ...emptyRow(), size: 2, time: 0 });
    columns.commitPage(false);
    table.take();
    expect(table.counts).toMatchObject({ generation, count: 2, bytes: 3 });
    finish(table.arrange(Arrangement.parse({ sort: 'size', descending: true })));
    expect(table.counts.generation).toBeGreaterThan(generation);
    expect(names(table)).toEqual(['b', 'a']);
  });
});
