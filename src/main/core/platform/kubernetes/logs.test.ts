import { afterEach, describe, expect, test } from 'vitest';
import { followLogs, parseLine } from './logs.ts';
import type { LogBatch } from './logs.ts';
import { json, serve } from './testing/server.ts';
import type { TestServer } from './testing/server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const running = {
  spec: { containers: [{ name: 'ide' }] },
  status: { containerStatuses: [{ name: 'ide', state: { running: { startedAt: '2026-11-20T10:00:00Z' } } }] },
};
const target = { namespace: 'n', pod: 'ide-0', backoff: [5, 20] as const };

async function all(batches: AsyncIterable<LogBatch>): Promise<{ texts: string[]; states: string[] }> {
  const texts: string[] = [];
  const states: string[] = [];
  for await (const batch of batches) {
    texts.push(...batch.lines.map((line) => line.text));
    if (batch.lines.length === 0) states.push(batch.state);
  }
  return { texts, states };
}

describe('logs', () => {
  test('a line is split into its time and its text', () => {
    expect(parseLine('2026-11-20T10:00:01.5Z hello: a b')).toEqual({
      stamp: '001795168801000.500000000',
      line: { at: 1795168801500, text: 'hello: a b' },
    });
    expect(parseLine('2026-11-20T10:00:01.123456789+01:00 x\r').line).toEqual({
      at: Date.parse('2026-11-20T09:00:01.123Z'),
      text: 'x',
    });
    expect(parseLine('no time here')).toEqual({ stamp: undefined, line: { text: 'no time here' } });
    expect(parseLine('2026-11-20T10:00:01Z').line.text).toBe('');
  });

  test('are followed over a lost connection, no line twice and none lost, even within one nanosecond', async () => {
    const written = [
      '2026-11-20T10:00:01.1Z one',
      '2026-11-20T10:00:01.2Z two',
      '2026-11-20T10:00:01.2Z two',
      '2026-11-20T10:00:01.2Z three',
      '2026-11-20T10:00:02Z four',
    ];
    let reads = 0;
    let over = false;
    server = await serve((request, response) => {
      const url = new URL(request.url ?? '', 'http://x');
      if (!url.pathname.endsWith('/log'))
        return over ? json(response, 404, { message: 'gone' }) : json(response, 200, running);
      reads += 1;
      if (reads === 1)
        return void response.write(`${written.slice(0, 3).join('\n')}\n`, () =>
          setImmediate(() => response.destroy()),
        );
      expect(url.searchParams.get('sinceTime')).toBe('2026-11-20T10:00:01.000Z');
      over = true;
      response.end(`${written.join('\n')}\n`);
    });
    const seen = await all(followLogs(server.client, target));
    expect(seen.texts).toEqual(['one', 'two', 'two', 'three', 'four']);
    expect(seen.states).toEqual(['following', 'reconnecting', 'following', 'ended']);
  });

  test('end when the container was restarted meanwhile', async () => {
    let restarted = false;
    server = await serve((request, response) => {
      if (!request.url?.includes('/log')) {
        const startedAt = restarted ? '2026-11-20T11:00:00Z' : '2026-11-20T10:00:00Z';
        return json(response, 200, {
          ...running,
          status: { containerStatuses: [{ name: 'ide', state: { running: { startedAt } } }] },
        });
      }
      restarted = true;
      response.end('2026-11-20T10:00:01Z last words\n');
    });
    expect(await all(followLogs(server.client, target))).toEqual({
      texts: ['last words'],
      states: ['following', 'ended'],
    });
  });

  test('of the previous run are read once, without following', async () => {
    server = await serve((_request, response) => response.end('2026-11-20T10:00:01Z boom\n'));
    expect(
      await all(followLogs(server.client, { ...target, container: 'ide', previous: true, lines: 50 })),
    ).toEqual({ texts: ['boom'], states: ['following', 'ended'] });
    expect(server.asked).toEqual([
      'GET /api/v1/namespaces/n/pods/ide-0/log?container=ide&timestamps=true&follow=false&previous=true&tailLines=50',
    ]);
  });

  test('that cannot be read at all are a Failure', async () => {
    server = await serve((request, response) =>
      request.url?.includes('/log')
        ? json(response, 400, { message: 'container "ide" is waiting to start' })
        : json(response, 200, running),
    );
    await expect(all(followLogs(server.client, target))).rejects.toMatchObject({
      data: { code: 'invalid-input', words: 'container "ide" is waiting to start' },
    });
  });

  test('stop when they are no longer wanted', async () => {
    server = await serve((request, response) =>
      request.url?.includes('/log')
        ? void response.write('2026-11-20T10:00:01Z one\n')
        : json(response, 200, running),
    );
    const stop = new AbortController();
    const texts: string[] = [];
    for await (const batch of followLogs(server.client, { ...target, signal: stop.signal })) {
      texts.push(...batch.lines.map((line) => line.text));
      if (texts.length > 0) stop.abort();
    }
    expect(texts).toEqual(['one']);
  });
});
