import { expect, test } from 'vitest';
import type { Transfer } from '../../../shared/contract/storage/transfers.ts';
import { foremost, progressWords, shareOf, shareOfAll } from './transfer-words.ts';

const transfer: Transfer = {
  id: '1',
  kind: 'upload',
  name: 'data',
  from: '/home/alice/data',
  to: 's3://alice/data/',
  state: 'running',
  counting: false,
  files: { done: 12, total: 30, failed: 0, skipped: 0 },
  bytes: { done: 512, total: 1024 },
  rate: 100,
  secondsLeft: 5,
  canUndo: false,
  startedAt: 0,
};
const say = (key: string, values: Record<string, string | number> = {}) =>
  `${key.replace('transfers.', '')}(${Object.values(values).join(' ')})`;

test('the share goes by bytes, by files where all are empty, and is unknown before anything is counted', () => {
  expect(shareOf(transfer)).toBe(0.5);
  expect(shareOf({ ...transfer, bytes: { done: 0, total: 0 } })).toBe(0.4);
  expect(shareOf({ bytes: { done: 0, total: 0 }, files: { done: 0, total: 0, failed: 0, skipped: 0 } })).toBe(
    undefined,
  );
  expect(shareOfAll([transfer, { ...transfer, state: 'done', bytes: { done: 9, total: 9 } }])).toBe(0.5);
});

test('a running transfer tells files, bytes, rate and time left; a paused one neither rate nor time', () => {
  expect(progressWords(transfer, 'en', say)).toMatch(/^files\(.*\) · bytes\(.*\) · rate\(.*\) · left\(.*\)$/);
  expect(progressWords({ ...transfer, state: 'paused' }, 'en', say)).toMatch(/^files\(.*\) · bytes\(.*\)$/);
});

test('while files are counted no end is promised', () => {
  const words = progressWords({ ...transfer, counting: true }, 'en', say);
  expect(words).toContain('counting(');
  expect(words).not.toContain('left(');
});

test('the line shows who asks before what moves, and forgets what ended long ago', () => {
  const asking = { ...transfer, id: 'asking', state: 'asking' as const };
  const old = { ...transfer, id: 'old', state: 'done' as const, endedAt: 1_000 };
  const all = (...transfers: Transfer[]) => ({
    transfers,
    active: 0,
    up: 0,
    down: 0,
    limits: {},
    awake: false,
  });
  expect(foremost(all(transfer, asking, old), 2_000)?.id).toBe('asking');
  expect(foremost(all(old), 2_000)?.id).toBe('old');
  expect(foremost(all(old), 60_000)).toBeUndefined();
  expect(foremost(all({ ...old, kind: 'delete' }), 2_000)).toBeUndefined();
});
