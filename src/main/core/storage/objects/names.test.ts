import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkedFolderName, keptBothKey, localName, runsWhenOpened, textType } from './names.ts';

describe('names', () => {
  test.each([
    ['a/b/c.csv', 'c.csv'],
    ['a/..', '__'],
    ['..', '__'],
    ['a/.', '_'],
    ['.bashrc', '.bashrc'],
    ['a/folder/', 'folder'],
    ['///', 'file'],
    ['CON', '_CON'],
    ['a/nul.txt', '_nul.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['a:b*c?.txt', 'a_b_c_.txt'],
    [String.raw`..\..\evil`, '.._.._evil'],
    ['dots...', 'dots___'],
    ['x\u202efdp.exe', 'xfdp.exe'],
    ['50%2F/é 🦄#.md', 'é 🦄#.md'],
  ])('the local name of %j is %j', (key, name) => {
    expect(localName(key)).toBe(name);
  });

  test('a local name is one part of a path, short, and never empty, whatever the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }), (key) => {
        const name = localName(key);
        expect(name).toMatch(/^[^/\\\0-\x1f]+$/);
        expect(['.', '..']).not.toContain(name);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
        expect(name.isWellFormed()).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(['', ' ', '.', '..', 'a/b', 'a\nb', 'é'.repeat(600)])('refuses %j for a folder', (name) => {
    expect(() => checkedFolderName(name, 'p/')).toThrow(/folder/);
  });

  test('keeps both under a name that says when and who', () => {
    const at = new Date(2026, 10, 20, 14, 2).getTime();
    expect(keptBothKey('a/b.c/report.final.csv', at, 'alice')).toBe(
      'a/b.c/report.final (2026-11-20 14.02 alice).csv',
    );
    expect(keptBothKey('.env', at, 'a/b')).toBe('.env (2026-11-20 14.02 a-b)');
  });

  test('knows what would run rather than be shown', () => {
    expect(runsWhenOpened('a.EXE')).toBe(true);
    expect(runsWhenOpened('a.py', 'linux')).toBe(false);
    expect(runsWhenOpened('a.py', 'win32')).toBe(true);
    expect(runsWhenOpened('exe')).toBe(false);
  });

  test('gives a new text its type', () => {
    expect(textType('a/b.CSV')).toBe('text/csv');
    expect(textType('a.csv/b')).toBe('text/plain');
  });
});
