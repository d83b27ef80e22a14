import { describe, expect, test } from 'vitest';
import type { AgreementFigure } from '../../../shared/contract/annotation/quality.ts';
import {
  alphaBand,
  codersOf,
  figureOf,
  figuresByLevel,
  figuresOfKind,
  isComparable,
  isSmall,
} from './figures.ts';
import { formatPercent, formatRatio } from './numbers.ts';

const figure = (change: Partial<AgreementFigure>): AgreementFigure => ({
  estimator: 'percent',
  level: 5,
  scope: { kind: 'all' },
  items: 128,
  codings: 256,
  ...change,
});

describe('the figures of a report', () => {
  const all = [
    figure({ value: 0.76 }),
    figure({ value: 0.94, level: 1 }),
    figure({ estimator: 'krippendorff-hierarchical', level: 0, value: 0.8 }),
    figure({ scope: { kind: 'section', code: 'G' }, value: 0.7 }),
    figure({ scope: { kind: 'section', code: 'S' }, value: 0.6 }),
    figure({ scope: { kind: 'section', code: 'C' }, value: 0.2, items: 29 }),
    figure({ scope: { kind: 'section', code: 'M' }, reason: 'one-category', items: 50 }),
    figure({ scope: { kind: 'pair', one: 'bob', other: 'alice' }, value: 0.7 }),
    figure({ scope: { kind: 'consensus', annotator: 'chloe' }, value: 0.7 }),
  ];

  test('are found by estimator and level; the hierarchical one at every level', () => {
    expect(figureOf(all, 'percent', 5)?.value).toBe(0.76);
    expect(figureOf(all, 'percent', 4)).toBeUndefined();
    expect(figureOf(all, 'krippendorff-hierarchical', 5)?.value).toBe(0.8);
    expect(figuresByLevel(all, 'percent').map(({ level }) => level)).toEqual([1, 5]);
  });

  test('of parts come with the lowest first, then those with few items, then those without a value', () => {
    const codes = figuresOfKind(all, 'section', 'percent', 5).map(
      ({ scope }) => scope.kind === 'section' && scope.code,
    );
    expect(codes).toEqual(['S', 'G', 'C', 'M']);
  });

  test('name everyone who coded what another coded', () => {
    expect(codersOf(all)).toEqual(['alice', 'bob', 'chloe']);
  });

  test('say little below thirty items', () => {
    expect([29, 30].map((items) => isSmall({ items }))).toEqual([true, false]);
  });
});

describe("the band of Krippendorff's alpha", () => {
  test.each([
    [
      { value: 0.8, low: 0.8, high: 0.9 },
      { band: 'firm', isSure: true },
    ],
    [
      { value: 0.71, low: 0.65, high: 0.77 },
      { band: 'tentative', isSure: false },
    ],
    [
      { value: 0.667, low: 0.667, high: 0.79 },
      { band: 'tentative', isSure: true },
    ],
    [
      { value: 0.6, low: 0.5, high: 0.7 },
      { band: 'weak', isSure: false },
    ],
  ])('%j is %j', (given, band) => expect(alphaBand(given)).toEqual(band));

  test('is not said of what is not defined, nor of too few items for an interval', () => {
    expect([alphaBand({}), alphaBand({ value: 0.81 })]).toEqual([undefined, undefined]);
  });
});

describe('numbers', () => {
  test('are written as the language has them', () => {
    expect(formatPercent(0.764, 'en')).toBe('76\u202f%');
    expect(formatPercent(0.765, 'fr', 1)).toBe('76,5\u202f%');
    expect(formatRatio(0.7, 'fr')).toBe('0,70');
  });
  test('are never minus nothing', () => expect(formatRatio(-0.004, 'en')).toBe('0.00'));
});

test('figures are shown once anything was coded twice, and not before', () => {
  expect(isComparable([{ items: 0 }, { items: 0 }])).toBe(false);
  expect(isComparable([{ items: 0 }, { items: 1 }])).toBe(true);
});
