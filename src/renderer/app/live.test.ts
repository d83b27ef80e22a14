import { expect, test } from 'vitest';
import { failure } from '../../shared/contract/errors.ts';
import { createLive } from './live.ts';

function seen<T>(
  live: ReturnType<typeof createLive<T>>,
  wanted: (state: ReturnType<typeof live.get>) => boolean,
) {
  return new Promise<ReturnType<typeof live.get>>((resolve) => {
    const stop = live.subscribe(() => {
      if (!wanted(live.get())) return;
      resolve(live.get());
      queueMicrotask(() => stop());
    });
  });
}

test('everyone who looks shares one stream', async () => {
  let opened = 0;
  const live = createLive(async function* () {
    opened += 1;
    yield 'here';
    await new Promise(() => {});
  });
  const both = await Promise.all([
    seen(live, (state) => state.value === 'here'),
    seen(live, (state) => state.value === 'here'),
  ]);
  expect([both, opened]).toEqual([[{ value: 'here' }, { value: 'here' }], 1]);
});

test('a stream that breaks off keeps its last value, says why, and is asked for again', async () => {
  let opened = 0;
  const live = createLive(async function* () {
    opened += 1;
    yield opened;
    if (opened === 1) throw failure('unreachable', 'gone');
    await new Promise(() => {});
  });
  const broken = await seen(live, (state) => state.failure !== undefined);
  const mended = await seen(live, (state) => state.value === 2);
  expect([broken.value, broken.failure?.code, mended]).toEqual([1, 'unreachable', { value: 2 }]);
});
