import { readFile, rm, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { alternatives, asPattern, fixedPrefix, isPattern, matcher, s3Address } from './glob.ts';
import { createMirror } from './mirror.ts';
import { columnRanges, cut, footerSize, merge, readFooter, without } from './parquet-ranges.ts';
import { meantColumns } from './plan.ts';
import { applyEdits, callEnd, dottedEnd, placeOf, statementOf, tokens } from './sql-text.ts';
import { duck, fileOf } from './testing/question.ts';
import { withoutSecrets } from './history.ts';

describe('SQL as a text', () => {
  const kinds = (sql: string) =>
    [...tokens(Buffer.from(sql))].map(
      ({ kind, start, end }) => `${kind}:${Buffer.from(sql).toString('utf8', start, end)}`,
    );

  test('is cut into tokens, whatever they hold', () => {
    expect(kinds(`SELECT 'a''b;' "c""d" -- e;\n$x$;$x$ /* f /* g */ ; */ E'h\\'i' é`)).toEqual([
      'word:SELECT',
      'space: ',
      "text:'a''b;'",
      'space: ',
      'name:"c""d"',
      'space: ',
      'comment:-- e;\n',
      'text:$x$;$x$',
      'space: ',
      'comment:/* f /* g */ ; */',
      'space: ',
      "text:E'h\\'i'",
      'space: ',
      'word:é',
    ]);
  });

  test('ends before the semicolon that is none of a text', () => {
    const part = (sql: string) => {
      const { start, end, explain, analyzes } = statementOf(Buffer.from(sql));
      return [Buffer.from(sql).toString('utf8', start, end), explain, analyzes];
    };
    expect(part("SELECT ';' -- ;\n;")).toEqual(["SELECT ';' -- ;\n", '', false]);
    expect(part('explain  analyze SELECT 1')).toEqual(['SELECT 1', 'explain  analyze ', true]);
    expect(part('EXPLAIN (FORMAT json) SELECT 1')).toEqual(['SELECT 1', 'EXPLAIN (FORMAT json) ', false]);
    expect(part('EXPLAIN (SELECT 1)')).toEqual(['(SELECT 1)', 'EXPLAIN ', false]);
    expect(part('-- nothing')[0]).toBe('');
  });

  test('keeps track of places through changes', () => {
    const sql = Buffer.from("SELECT é FROM 'old' WHERE x");
    const start = sql.indexOf("'old'");
    const edited = applyEdits(sql, [{ start, end: start + 5, text: "'a much longer name'" }]);
    expect(edited.text).toBe("SELECT é FROM 'a much longer name' WHERE x");
    expect(edited.toOriginal(Buffer.from(edited.text).indexOf('WHERE'))).toBe(sql.indexOf('WHERE'));
    expect(edited.toOriginal(start + 12)).toBe(start);
    expect(placeOf(Buffer.from('é\né x'), Buffer.from('é\né ').length)).toEqual({
      line: 2,
      column: 3,
      position: 4,
    });
  });

  test('knows where calls and dotted names end', () => {
    const sql = Buffer.from(`read_csv('a)', x = (1)) AS t`);
    expect(callEnd(sql, 0)).toBe(sql.indexOf(' AS'));
    expect(dottedEnd(Buffer.from('a . "b c".filename + 1'), 0)).toBe('a . "b c".filename'.length);
  });
});

describe('patterns', () => {
  test.each([
    ['a/*.csv', ['a/x.csv', 'a/.csv'], ['a/b/x.csv', 'x.csv', 'a/x.csv2']],
    ['a/**/x', ['a/x', 'a/b/x', 'a/b/c/x'], ['b/x', 'a/bx']],
    ['a/**', ['a/b', 'a/b/c'], ['b']],
    ['p?[a-c][!0-9].{csv,json}', ['p1ax.csv', 'pébz.json'], ['p1dx.csv', 'p1a5.csv', 'p1ax.txt']],
    [asPattern('odd [1]*?.csv'), ['odd [1]*?.csv'], ['odd 1xx.csv']],
    ['a(b)+$^.*', ['a(b)+$^.x'], ['abb']],
  ])('%s', (pattern, fits, others) => {
    const does = matcher(pattern);
    expect(fits.filter((key) => !does(key))).toEqual([]);
    expect(others.filter((key) => does(key))).toEqual([]);
    for (const key of fits) expect(key.startsWith(fixedPrefix(pattern))).toBe(true);
  });

  test('addresses are taken apart', () => {
    expect(s3Address('s3://b/a/b c')).toEqual({ bucket: 'b', pattern: 'a/b c' });
    expect(s3Address('s3://b')).toBeUndefined();
    expect(isPattern('a{b}')).toBe(false);
    expect(alternatives('{a,b}{c,d}')).toEqual(['ac', 'ad', 'bc', 'bd']);
  });
});

describe('ranges', () => {
  test('are joined over small gaps, cut, and taken from each other', () => {
    expect(
      merge(
        [
          { start: 20, end: 30 },
          { start: 0, end: 10 },
        ],
        10,
      ),
    ).toEqual([
      { start: 0, end: 10 },
      { start: 20, end: 30 },
    ]);
    expect(
      merge(
        [
          { start: 20, end: 30 },
          { start: 0, end: 10 },
        ],
        11,
      ),
    ).toEqual([{ start: 0, end: 30 }]);
    expect(cut([{ start: 0, end: 25 }], 10)).toEqual([
      { start: 0, end: 10 },
      { start: 10, end: 20 },
      { start: 20, end: 25 },
    ]);
    expect(
      without(
        [{ start: 0, end: 100 }],
        [
          { start: 10, end: 20 },
          { start: 15, end: 30 },
          { start: 90, end: 200 },
        ],
      ),
    ).toEqual([
      { start: 0, end: 10 },
      { start: 30, end: 90 },
    ]);
  });

  test('of a column hold its dictionary and its Bloom filter too, and those alone are enough for DuckDB', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-ranges-'));
    try {
      const bytes = await fileOf(
        `SELECT 'name ' || range % 50 AS few, range AS i, {'a': range, 'b': [range]} AS nested FROM range(50000)`,
        'FORMAT parquet, ROW_GROUP_SIZE 10000',
      );
      const length = footerSize(bytes.subarray(-8)) ?? 0;
      const footer = readFooter(bytes.subarray(-length));
      const hollow = async (columns: ReadonlySet<string>) => {
        const copy = Buffer.alloc(bytes.length);
        bytes.copy(copy, bytes.length - length, bytes.length - length);
        for (const { start, end } of columnRanges(footer, bytes.length, columns))
          bytes.copy(copy, start, start, end);
        const file = path.join(folder, `${[...columns].join()}.parquet`);
        await writeFile(file, copy);
        return file;
      };
      const few = await hollow(new Set(['few']));
      expect(await duck(`SELECT count(*) FROM '${few}' WHERE few = 'name 7'`)).toEqual([['1000']]);
      expect(await duck(`SELECT count(*) FROM '${few}' WHERE few = 'none'`)).toEqual([['0']]);
      expect(
        await duck(`SELECT sum(nested.a), sum(len(nested.b)) FROM '${await hollow(new Set(['nested']))}'`),
      ).toEqual([['1249975000', '50000']]);
      // A hole is never taken for data.
      await expect(duck(`SELECT max(i) + sum(i) FROM '${few}'`)).rejects.toThrow();
      expect((await readFile(few)).length).toBe(bytes.length);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('a mirror', () => {
  test('gives names back as they were, in texts and in SQL', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-mirror-é-'));
    try {
      const mirror = createMirror(path.join(folder, 'objects'));
      const file = path.join(folder, 'file');
      await writeFile(file, 'x');
      for (const key of [
        'plain/a.csv',
        '../x',
        'a//b',
        'odd *?[1]{}\\:<>|".csv',
        'tab\there',
        'plain',
        'é/🦄',
      ]) {
        const object = { bucket: 'b', key };
        await mirror.put(object, file);
        const at = mirror.pathOf(object);
        expect(at.startsWith(`${folder}/objects/`)).toBe(true);
        expect(path.normalize(at)).toBe(at);
        expect(await readFile(at, 'utf8')).toBe('x');
        expect(mirror.named(`IO Error: "${at}" is odd`)).toBe(`IO Error: "s3://b/${key}" is odd`);
        const [[address] = []] = await duck(`SELECT ${mirror.addressSql(`'${at}'`)}`);
        expect(address).toBe(`s3://b/${key}`);
      }
      expect(await duck(`SELECT ${mirror.addressSql("'elsewhere'")}`)).toEqual([['elsewhere']]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

test('printed projections mean columns, whose names may hold dots', () => {
  expect(meantColumns(['a.b', 'Response.1.code'], ['a', 'Response.1.code', 'Response'])).toEqual(
    new Set(['a', 'Response.1.code', 'Response']),
  );
  expect(meantColumns(['unknown'], ['a'])).toBeUndefined();
});

test('what looks like a key is not remembered', () => {
  expect(withoutSecrets(`CREATE SECRET (KEY_ID 'AKIA', SECRET 'it''s', x 'plain')`)).toBe(
    `CREATE SECRET (KEY_ID '***', SECRET '***', x 'plain')`,
  );
  expect(withoutSecrets(`FROM 'https://h/x?X-Amz-Signature=abc&v=1'`)).toBe(
    `FROM 'https://h/x?X-Amz-Signature=***&v=1'`,
  );
});
