import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CronError, parseCron } from './cron.ts';
import {
  combinationsOf,
  countCombinations,
  mostCombinations,
  nameOfCombination,
  parallelismUnder,
} from './grid.ts';
import { isTimeZone, nextTime } from './next-time.ts';
import { levelsOf, rankRuns, type RunResult } from './rank-runs.ts';

describe('a grid', () => {
  test('gives every combination once, in an order of its own', () => {
    expect(combinationsOf({ LR: ['0.1', '0.2'], DIM: ['50', '100', '50'] })).toEqual([
      { DIM: '50', LR: '0.1' },
      { DIM: '50', LR: '0.2' },
      { DIM: '100', LR: '0.1' },
      { DIM: '100', LR: '0.2' },
    ]);
    expect(combinationsOf({})).toEqual([{}]);
    expect(nameOfCombination({ LR: '0.1', DIM: '50' })).toBe('DIM=50 LR=0.1');
  });

  test('counts what it gives, and says no beyond the most', () => {
    const name = fc.stringMatching(/^[A-Z]{1,3}$/);
    const grid = fc.dictionary(name, fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { maxKeys: 4 });
    fc.assert(
      fc.property(grid, (given) => {
        const found = combinationsOf(given);
        expect(found).toHaveLength(countCombinations(given));
        expect(new Set(found.map((one) => JSON.stringify(one))).size).toBe(found.length);
      }),
    );
    const large = { A: Array.from({ length: mostCombinations + 1 }, (_, index) => String(index)) };
    expect(() => combinationsOf(large)).toThrow(RangeError);
  });

  test.each([
    [20, 9],
    [21, 10],
    [3, 1],
    [1, 1],
    [0, 1],
  ])('under a quota of %i pods runs %i at once, less than half', (quota, at) => {
    expect(parallelismUnder(quota)).toBe(at);
  });
});

const run = (name: string, levels: readonly number[], prefix = 'accuracy_level_'): RunResult => ({
  run: name,
  name,
  params: {},
  metrics: Object.fromEntries(levels.map((value, index) => [`${prefix}${index + 1}`, value])),
});

describe('runs are ranked on every level', () => {
  test('a run that another beats everywhere comes after those that none beats', () => {
    const ranked = rankRuns([
      run('deep', [0.8, 0.7, 0.6, 0.6, 0.6]),
      run('beaten', [0.89, 0.79, 0.69, 0.5, 0.4]),
      run('broad', [0.9, 0.8, 0.75, 0.5, 0.4]),
    ]);
    expect(ranked.map(({ name, undominated }) => [name, undominated])).toEqual([
      ['broad', true],
      ['deep', true],
      ['beaten', false],
    ]);
    expect(ranked[0]?.mean).toBeCloseTo(0.67);
  });

  test('of equal means the deeper level decides, and a run without a level has no mean', () => {
    const ranked = rankRuns([
      run('partial', [0.99]),
      run('a', [0.75, 0.5, 0.5, 0.5, 0.25]),
      run('b', [0.5, 0.5, 0.5, 0.5, 0.5]),
      run('nothing', []),
    ]);
    expect(ranked.map(({ name }) => name)).toEqual(['b', 'a', 'partial', 'nothing']);
    expect(ranked[2]).toMatchObject({ undominated: true });
    expect(ranked[2]).not.toHaveProperty('mean');
    expect(ranked[3]).toMatchObject({ undominated: false });
  });

  test('names of other trainings are read too, and never mixed', () => {
    expect(levelsOf(run('x', [0.1, 0.2, 0.3, 0.4, 0.5], 'ls_accuracy_level_').metrics)).toEqual([
      0.1, 0.2, 0.3, 0.4, 0.5,
    ]);
    expect(
      levelsOf({ accuracy_level_1: 0.9, ...run('x', [0.1, 0.2], 'accuracy_test_level_').metrics }),
    ).toEqual([0.1, 0.2, undefined, undefined, undefined]);
    expect(levelsOf({ accuracy_level_1: NaN })[0]).toBeUndefined();
  });

  test('the first is never beaten', () => {
    const share = fc.integer({ min: 0, max: 4 }).map((one) => one / 4);
    const runs = fc.array(fc.array(share, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(runs, (all) => {
        const ranked = rankRuns(all.map((levels, index) => run(String(index), levels)));
        expect(ranked[0]?.undominated).toBe(true);
        const means = ranked.filter((one) => one.undominated).map((one) => one.mean ?? 0);
        expect(means).toEqual([...means].sort((one, other) => other - one));
      }),
    );
  });
});

const at = (text: string) => Date.parse(text);

describe('a schedule', () => {
  test.each([
    ['*/15 * * * *', '2026-11-20T20:52:10Z', 'UTC', '2026-11-20T21:00:00Z'],
    ['0 3 * * 1-5', '2026-11-20T20:52:00Z', 'UTC', '2026-11-23T03:00:00Z'],
    ['0 3 * * MON', '2026-11-20T20:52:00Z', 'Europe/Paris', '2026-11-23T02:00:00Z'],
    ['@monthly', '2026-11-20T20:52:00Z', 'UTC', '2026-12-01T00:00:00Z'],
    ['30 2 29 feb *', '2026-11-20T20:52:00Z', 'UTC', '2028-02-29T02:30:00Z'],
    ['0 0 13 * 5', '2026-11-14T00:00:00Z', 'UTC', '2026-11-20T00:00:00Z'],
    ['0 5/6 * * *', '2026-11-20T20:52:00Z', 'UTC', '2026-11-20T23:00:00Z'],
    // The clocks of Paris skip from 2 to 3 on 29 March 2026, and show 2 to 3 twice on 25 October.
    ['30 2 * * *', '2026-03-28T12:00:00Z', 'Europe/Paris', '2026-03-30T00:30:00Z'],
    ['30 2 * * *', '2026-10-24T12:00:00Z', 'Europe/Paris', '2026-10-25T00:30:00Z'],
    ['@every 1h30m', '2026-11-20T20:00:00Z', 'UTC', '2026-11-20T21:30:00Z'],
  ])('%s after %s in %s is due at %s', (schedule, after, zone, due) => {
    expect(nextTime([schedule], at(after), zone)).toBe(at(due));
  });

  test('of several the earliest counts, and a day that never comes is none', () => {
    expect(nextTime(['0 5 * * *', '0 4 * * *'], at('2026-01-01T03:00:00Z'))).toBe(at('2026-01-01T04:00:00Z'));
    expect(nextTime(['0 0 31 2 *'], at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });

  test.each([
    ['60 * * * *', 1],
    ['* 24 * * *', 2],
    ['* * 0 * *', 3],
    ['* * * foo *', 4],
    ['* * * * 7', 5],
    ['*/0 * * * *', 1],
    ['5-1 * * * *', 1],
    ['1/2/3 * * * *', 1],
    ['* * * *', undefined],
    ['@sometimes', undefined],
    ['@every soon', undefined],
  ])('%s is none: field %s', (text, field) => {
    const wrong = (() => {
      try {
        parseCron(text);
      } catch (error) {
        return error;
      }
      return undefined;
    })();
    expect(wrong).toBeInstanceOf(CronError);
    expect(wrong).toHaveProperty('field', field);
  });

  test('knows which time zones there are', () => {
    expect(isTimeZone('Europe/Paris')).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});
