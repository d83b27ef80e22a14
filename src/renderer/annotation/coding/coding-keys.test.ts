import { describe, expect, test } from 'vitest';
import {
  actionOf,
  codingKeys,
  codingKeysInForce,
  describeCodingPress,
  digitOf,
  refusalOf,
  signOf,
  type Press,
} from './coding-keys.ts';

const press = (key: string, code: string, held: Partial<Press> = {}): Press => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const altKey = true;

describe('a press', () => {
  test.each([
    ['a letter with Alt', press('s', 'KeyS', { altKey }), false, 'alt+s'],
    ['the sign that macOS makes of it', press('ß', 'KeyS', { altKey }), true, 'alt+s'],
    ['a letter that lies elsewhere on AZERTY', press('a', 'KeyQ', { altKey }), false, 'alt+a'],
    ['Command on a Mac', press('z', 'KeyZ', { metaKey: true }), true, 'mod+z'],
    ['Ctrl elsewhere', press('z', 'KeyW', { ctrlKey: true }), false, 'mod+z'],
    ['an arrow with Alt', press('ArrowUp', 'ArrowUp', { altKey }), false, 'alt+arrowup'],
    ['Enter of the digits', press('Enter', 'NumpadEnter'), false, 'enter'],
    ['Shift with a named key', press('PageUp', 'PageUp', { shiftKey: true }), false, 'shift+pageup'],
  ])('%s', (_, event, isMac, text) => expect(describeCodingPress(event, isMac)).toBe(text));

  test('of a digit key is that digit, whatever sign it writes', () => {
    expect(digitOf(press('é', 'Digit2'))).toBe('2');
    expect(digitOf(press('7', 'Numpad7'))).toBe('7');
    expect(digitOf(press('!', 'Digit1', { shiftKey: true }))).toBe('1');
    expect(digitOf(press('2', 'Digit2', { altKey }))).toBeUndefined();
    expect(digitOf(press('a', 'KeyA'))).toBeUndefined();
  });
  test('writes a sign, with AltGr too, but not as a command', () => {
    expect(signOf(press('é', 'Digit2'), false)).toBe('é');
    expect(signOf(press('@', 'Digit0', { altKey, ctrlKey: true }), true)).toBe('@');
    expect(signOf(press('s', 'KeyS', { altKey }), false)).toBeUndefined();
    expect(signOf(press('Dead', 'BracketLeft'), false)).toBeUndefined();
  });
});

describe('the keys in force', () => {
  test('are the defaults with the own ones over them', () => {
    const keys = codingKeysInForce({ 'coding.skip': 'alt+x', skip: 'q' });
    expect(keys.skip).toBe('alt+x');
    expect(actionOf('alt+s', keys)).toBeUndefined();
    expect(actionOf('alt+x', keys)).toBe('skip');
    expect(keys.take).toBe('enter');
  });
  test('are all different, and none writes', () => {
    const keys = Object.values(codingKeys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.length === 1)).toEqual([]);
  });
  test('refuse what writes and what is taken', () => {
    expect(refusalOf('s', 'skip', codingKeys)).toEqual({ kind: 'writes' });
    expect(refusalOf('alt+d', 'skip', codingKeys)).toEqual({ kind: 'taken', by: 'delegate' });
    expect(refusalOf('alt+s', 'skip', codingKeys)).toBeUndefined();
    expect(refusalOf('f2', 'skip', codingKeys)).toBeUndefined();
  });
});
