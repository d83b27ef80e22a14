/** Watches for tests. */
import { request } from 'node:https';
import type { Answer, TestCluster } from './cluster.ts';

interface WatchEvent {
  type: string;
  object: Record<string, unknown>;
}

/** The events of a watch that has ended. */
export function lines(answer: Answer): WatchEvent[] {
  return answer.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WatchEvent);
}

/** Opens a watch; `next` waits for the next event, `ended` for its end. */
export function watch(cluster: TestCluster, address: string, headers: Record<string, string> = {}) {
  const waiting: ((event: WatchEvent | undefined) => void)[] = [];
  const events: WatchEvent[] = [];
  const { kubernetes } = cluster;
  let over = false;
  let rest = '';
  const outgoing = request(`${kubernetes.url}${address}`, {
    ca: kubernetes.certificateAuthority,
    agent: false,
    headers: { authorization: 'Bearer bob-token', ...headers },
  });
  const end = () => {
    over = true;
    for (const resolve of waiting.splice(0)) resolve(undefined);
  };
  const opened = new Promise<number>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.on('error', end).on('close', end);
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() ?? '';
        for (const part of parts) {
          const event = JSON.parse(part) as WatchEvent;
          const resolve = waiting.shift();
          if (resolve) resolve(event);
          else events.push(event);
        }
      });
    });
  });
  outgoing.end();
  return {
    opened,
    next: () =>
      new Promise<WatchEvent | undefined>((resolve) => {
        const event = events.shift();
        if (event || over) resolve(event);
        else waiting.push(resolve);
      }),
    pending: () => events.length,
    stop: () => outgoing.destroy(),
  };
}
