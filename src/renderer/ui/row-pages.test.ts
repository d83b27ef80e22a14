import { describe, expect, test } from 'vitest';
import { createRowPages } from './row-pages.ts';

const numbers = (from: number, count: number, total = 1_000) =>
  Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, index) => from + index);

/** Pages over the numbers from 0, with a list of what was asked for and an event for each change. */
function counting(fetch?: (from: number, signal: AbortSignal) => Promise<number[]>, first: number[] = []) {
  const asked: number[] = [];
  let changed = Promise.withResolvers<void>();
  const pages = createRowPages<number>({
    pageSize: 100,
    keep: 3,
    first,
    fetch: async (from, count, signal) => {
      asked.push(from);
      return fetch ? fetch(from, signal) : numbers(from, count);
    },
    onChange: () => {
      changed.resolve();
      changed = Promise.withResolvers();
    },
  });
  return { pages, asked, nextChange: () => changed.promise };
}

describe('rows by pages', () => {
  test('are asked for once, when they come into sight', async () => {
    const { pages, asked, nextChange } = counting();
    expect(pages.rowAt(150)).toBeUndefined();
    const change = nextChange();
    pages.show({ from: 120, to: 140 });
    pages.show({ from: 121, to: 141 });
    await change;
    expect(pages.rowAt(150)).toBe(150);
    pages.show({ from: 130, to: 150 });
    expect(asked).toEqual([100]);
  });

  test('what went out of sight is not waited for', async () => {
    const signals: AbortSignal[] = [];
    const { pages } = counting((_, signal) => {
      signals.push(signal);
      return new Promise(() => {});
    });
    pages.show({ from: 0, to: 20 });
    pages.show({ from: 500, to: 520 });
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false]);
    pages.dispose();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });

  test('those that are known are not asked for', () => {
    const { pages, asked } = counting(undefined, numbers(0, 60));
    pages.show({ from: 0, to: 50 });
    expect(asked).toEqual([]);
    expect(pages.rowAt(59)).toBe(59);
  });

  test('far pages are dropped, near ones kept', async () => {
    const { pages, nextChange } = counting();
    for (const from of [0, 100, 200, 300]) {
      const change = nextChange();
      pages.show({ from, to: from + 20 });
      await change;
    }
    expect(pages.rowAt(0)).toBeUndefined();
    expect(pages.rowAt(350)).toBe(350);
  });

  test('a failure is kept until it is tried again', async () => {
    let fails = true;
    const { pages, asked, nextChange } = counting(async (from) => {
      if (fails) throw new Error('no');
      return numbers(from, 100);
    });
    let change = nextChange();
    pages.show({ from: 0, to: 20 });
    await change;
    expect(pages.failure()).toBeInstanceOf(Error);
    pages.show({ from: 200, to: 220 });
    expect(asked).toEqual([0]);
    fails = false;
    change = nextChange();
    pages.retry();
    await change;
    await change;
    expect(pages.failure()).toBeUndefined();
    expect(asked).toEqual([0, 200]);
  });

  test('reading goes through all pages and stops where the rows end', async () => {
    const { pages } = counting(async (from) => numbers(from, 100, 250));
    expect(await pages.read({ from: 50, to: 10_000 })).toEqual(numbers(50, 200, 250));
    expect(await pages.read({ from: 120, to: 130 })).toEqual(numbers(120, 10));
  });
});
