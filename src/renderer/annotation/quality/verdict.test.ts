import { describe, expect, test } from 'vitest';
import { queueKey, type Press } from './adjudication-keys.ts';
import {
  isChosen,
  lackOf,
  noVerdict,
  standingVerdict,
  takeOpinion,
  withCode,
  withoutCode,
  type Opinion,
} from './verdict.ts';

const opinion = (status: Opinion['status'], code?: string): Opinion => ({
  who: 'A',
  status,
  ...(code !== undefined && { code }),
  comment: '',
  flagged: false,
});
const opinions = [opinion('done', '96.02A'), opinion('unclassifiable'), opinion('skipped')];

describe('a verdict', () => {
  test('takes the opinion of a letter, small or capital', () => {
    expect(takeOpinion(noVerdict, opinions, 'a')).toEqual({ status: 'done', code: '96.02A', comment: '' });
    const none = takeOpinion(withCode(noVerdict, '96.02B'), opinions, 'B');
    expect(none).toEqual({ status: 'unclassifiable', comment: '' });
    expect([takeOpinion(noVerdict, opinions, 'C'), takeOpinion(noVerdict, opinions, 'D')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('knows which opinions say the same', () => {
    const verdict = withCode(noVerdict, '96.02A');
    expect(opinions.map((one) => isChosen(verdict, one))).toEqual([true, false, false]);
    expect(opinions.map((one) => isChosen(withoutCode(verdict), one))).toEqual([false, true, false]);
    expect(isChosen(noVerdict, opinion('skipped'))).toBe(false);
  });

  test('lacks a code, then a reason', () => {
    expect(lackOf(noVerdict)).toBe('code');
    expect(lackOf(withCode(noVerdict, '96.02A'))).toBe('reason');
    expect(lackOf({ ...withoutCode(noVerdict), reason: 'slip' })).toBeUndefined();
  });

  test('begins with what stands already', () => {
    const settled = {
      status: 'done',
      code: '96.02A',
      reason: 'slip',
      comment: 'x',
      by: 'y',
      at: 0,
      sent: true,
    } as const;
    expect(standingVerdict({ settled })).toEqual({
      status: 'done',
      code: '96.02A',
      reason: 'slip',
      comment: 'x',
    });
    expect(standingVerdict({})).toEqual(noVerdict);
  });
});

describe('keys', () => {
  const press = (change: Partial<Press>): Press => ({
    key: '',
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    ...change,
  });
  test.each([
    [{ key: 'j' }, { kind: 'move', by: 1 }],
    [{ key: 'ArrowUp' }, { kind: 'move', by: -1 }],
    [{ key: 'B' }, { kind: 'opinion', letter: 'B' }],
    [
      { key: 'é', code: 'Digit2' },
      { kind: 'reason', number: 2 },
    ],
    [
      { key: '5', code: 'Numpad5' },
      { kind: 'reason', number: 5 },
    ],
    [{ key: 'º', code: 'KeyU', altKey: true }, { kind: 'unclassifiable' }],
    [{ key: 'Enter' }, { kind: 'settle' }],
    [{ key: 's' }, { kind: 'search' }],
  ] as const)('%j is %j', (given, meant) => expect(queueKey(press(given), 'list', 3)).toEqual(meant));

  test.each([{ key: 'd' }, { key: '6', code: 'Digit6' }, { key: 'a', ctrlKey: true }, { key: 'g' }])(
    '%j belongs to somebody else',
    (given) => expect(queueKey(press(given), 'list', 3)).toBeUndefined(),
  );

  test('in a field only leave it, or settle with Ctrl; Enter on a button is the button', () => {
    const inField = ['a', 'Enter', 'Escape'].map((key) => queueKey(press({ key }), 'text', 3)?.kind);
    expect(inField).toEqual([undefined, undefined, 'leave']);
    expect(queueKey(press({ key: 'Enter', ctrlKey: true }), 'text', 3)).toEqual({ kind: 'settle' });
    expect(queueKey(press({ key: 'Enter' }), 'button', 3)).toBeUndefined();
    expect(queueKey(press({ key: 'ArrowDown' }), 'choice', 3)).toBeUndefined();
  });
});
