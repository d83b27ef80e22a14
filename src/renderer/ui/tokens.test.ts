import { describe, expect, test } from 'vitest';
import { contrast } from './contrast.ts';
import { dark, light, paletteVariables, type Palette } from './tokens.ts';

const grounds = ['canvas', 'surface', 'raised'] as const;
const texts = ['text', 'quiet', 'accent', 'accentHover', 'good', 'busy', 'paused', 'bad', 'warn'] as const;

function pairs(palette: Palette, over: readonly (keyof Palette)[]) {
  return over.flatMap((front) =>
    grounds.map((ground) => [front, ground, contrast(palette[front], palette[ground])] as const),
  );
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s palette', (_, palette) => {
  test('every colour of text has a contrast of at least 4.5 on every ground', () => {
    expect(pairs(palette, texts).filter(([, , ratio]) => ratio < 4.5)).toEqual([]);
  });
  test('text on the accent has a contrast of at least 4.5', () => {
    expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.onAccent, palette.accentHover)).toBeGreaterThanOrEqual(4.5);
  });
  test('the border of controls has a contrast of at least 3 on every ground', () => {
    expect(pairs(palette, ['control']).filter(([, , ratio]) => ratio < 3)).toEqual([]);
  });
});

test('contrast agrees with the two ends that the guideline names', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21);
  expect(contrast('#123456', '#123456')).toBe(1);
});

test('the names of variables are the names of tokens with hyphens', () => {
  expect(paletteVariables(light)['--sx-accent-hover']).toBe('#8F3819');
});
