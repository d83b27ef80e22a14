import { expect, test } from 'vitest';
import { movesTag, readMoves, writeMoves } from './alias-moves.ts';

const move = (at: number) => ({ alias: 'champion', from: String(at), to: String(at + 1), at, by: 'alice' });
const tag = (value: string) => [{ key: movesTag, value }];

test('moves are read as they were written, the newest first', () => {
  const value = writeMoves(readMoves(tag(writeMoves([], move(1)))), move(2));
  expect(readMoves(tag(value))).toEqual([move(2), move(1)]);
});

test('the oldest are dropped where MLflow takes no more', () => {
  let value = writeMoves([], move(0));
  for (let at = 1; at < 200; at += 1) value = writeMoves(readMoves(tag(value)), move(at));
  expect(value.length).toBeLessThanOrEqual(5_000);
  const moves = readMoves(tag(value));
  expect(moves[0]).toEqual(move(199));
  expect(moves.length).toBeGreaterThan(50);
});

test('what somebody else wrote there is no move', () => {
  expect(readMoves(tag('not JSON'))).toEqual([]);
  expect(readMoves(tag('{"a":1}'))).toEqual([]);
  expect(readMoves([])).toEqual([]);
});
