import { expect, test } from 'vitest';
import { reloadDecision } from './reload-decision.ts';

const ready = { generation: 1, state: 'ready' } as const;

test('a page that somebody works in is never loaded again by itself', () => {
  expect(reloadDecision({ loaded: { generation: 0, wasReady: true }, touched: true, now: ready })).toBe(
    'offer',
  );
});

test('a page that nobody touched is loaded again when what is behind it was replaced', () => {
  expect(reloadDecision({ loaded: { generation: 0, wasReady: true }, touched: false, now: ready })).toBe(
    'reload',
  );
});

test('a page that was loaded too early is loaded again, touched or not', () => {
  expect(reloadDecision({ loaded: { generation: 1, wasReady: false }, touched: true, now: ready })).toBe(
    'reload',
  );
});

test('while the service is cut off the page stays', () => {
  expect(
    reloadDecision({
      loaded: { generation: 0, wasReady: true },
      touched: false,
      now: { generation: 1, state: 'healing' },
    }),
  ).toBe('keep');
});

test('nothing changed, nothing happens', () => {
  expect(reloadDecision({ loaded: { generation: 1, wasReady: true }, touched: false, now: ready })).toBe(
    'keep',
  );
});
