import { expect, test } from 'vitest';
import { clashes, describePress, keysInForce, matchPress, type KeyPress } from './keys.ts';
import { showKey } from '../../ui/show-key.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const keys = keysInForce({});

test.each([
  [press('k', { ctrlKey: true }), false, 'mod+k'],
  [press('K', { ctrlKey: true, shiftKey: true }), false, 'mod+k'],
  [press('k', { metaKey: true }), true, 'mod+k'],
  [press('k', { ctrlKey: true }), true, 'ctrl+k'],
  [press('?', { shiftKey: true }), false, '?'],
  [press('Enter', { shiftKey: true }), false, 'shift+enter'],
  [press(' '), false, 'space'],
])('the press %j is described (Mac: %s) as %s', (given, isMac, text) => {
  expect(describePress(given, isMac)).toBe(text);
});

test('a sequence waits for its second key and then names its action', () => {
  expect(matchPress('g', undefined, keys)).toEqual({ pending: 'g' });
  expect(matchPress('c', 'g', keys)).toEqual({ action: 'catalog' });
  expect(matchPress('q', 'g', keys)).toEqual({});
  expect(matchPress('c', undefined, keys)).toEqual({});
});

test('a key of its own works although a sequence waits', () => {
  expect(matchPress('mod+k', 'g', keys)).toEqual({ action: 'palette' });
});

test("a person's own key replaces the default", () => {
  const own = keysInForce({ palette: 'mod+p', unknown: 'x' });
  expect([matchPress('mod+p', undefined, own), matchPress('mod+k', undefined, own)]).toEqual([
    { action: 'palette' },
    {},
  ]);
});

test('the defaults do not clash, and a clash is named', () => {
  expect(clashes(keys)).toEqual([]);
  expect(clashes(keysInForce({ filter: 'g' }))).toContainEqual(['filter', 'catalog']);
});

test('keys are shown in the words of the language', () => {
  expect([
    showKey('mod+k', 'en', false),
    showKey('mod+k', 'en', true),
    showKey('g c', 'fr', false),
    showKey('escape', 'fr', false),
  ]).toEqual(['Ctrl K', '⌘ K', 'G puis C', 'Échap']);
});
