import { describe, expect, test } from 'vitest';
import { restoreWindow, smallest } from './window-state.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const desk = { x: 1440, y: 0, width: 2560, height: 1400 };
const saved = { x: 1600, y: 100, width: 1800, height: 1000, maximized: false };

describe('the window', () => {
  test('comes back where it was', () => {
    expect(restoreWindow(saved, [laptop, desk])).toEqual(saved);
    expect(restoreWindow({ ...saved, maximized: true }, [laptop, desk])).toEqual({
      ...saved,
      maximized: true,
    });
  });
  test('comes to a screen that is there, at a size that fits, when its own was unplugged', () => {
    expect(restoreWindow(saved, [laptop])).toEqual({ width: 1440, height: 875, maximized: false });
  });
  test('keeps a place on the left of the first screen', () => {
    const left = { x: -1920, y: 0, width: 1920, height: 1080 };
    const there = { x: -1900, y: 50, width: 1000, height: 700, maximized: false };
    expect(restoreWindow(there, [laptop, left])).toEqual(there);
  });
  test('is pushed inside when it hangs over an edge', () => {
    expect(restoreWindow({ ...saved, x: 1200, y: 400, width: 800, height: 700 }, [laptop])).toEqual({
      x: 640,
      y: 200,
      width: 800,
      height: 700,
      maximized: false,
    });
  });
  test('is not left with its title above the screen, or with a sliver to hold', () => {
    expect(
      restoreWindow({ ...saved, x: 100, y: -600, width: 800, height: 700 }, [laptop]),
    ).not.toHaveProperty('x');
    expect(
      restoreWindow({ ...saved, x: 1430, y: 100, width: 800, height: 700 }, [laptop]),
    ).not.toHaveProperty('x');
  });
  test.each([
    undefined,
    null,
    'x',
    {},
    { ...saved, width: -1 },
    { ...saved, x: 1.5 },
    { ...saved, x: Number.NaN },
  ])('has a good size when %o was saved', (bad) => {
    expect(restoreWindow(bad, [laptop])).toEqual({ width: 1280, height: 800, maximized: false });
  });
  test('is never too small, and opens even where no screen is known', () => {
    expect(restoreWindow({ ...saved, width: 10, height: 10 }, [laptop])).toMatchObject(smallest);
    expect(restoreWindow(saved, [])).toEqual({ width: 1800, height: 1000, maximized: false });
  });
});
