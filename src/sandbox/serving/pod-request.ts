/** Requests to a ready pod of a service, over the node's own connection to it. */
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refusal } from '../coding/refusal.ts';
import type { NodeAgent, ObjectStore } from '../kubernetes/model.ts';
import { at, listOf } from '../kubernetes/shape.ts';
import { backendsOf, targetPort } from '../node/controllers/endpoints.ts';

export interface ServiceAddress {
  readonly store: ObjectStore;
  readonly agent: NodeAgent;
  readonly namespace: string;
  readonly service: string;
}

/** Milliseconds that an answer may take. */
const longest = 30_000;

/** A connection to the first port of the service at a pod that is ready; undefined where none is. */
export async function connectToPod({
  store,
  agent,
  namespace,
  service,
}: ServiceAddress): Promise<Duplex | undefined> {
  const found = store.get('services', namespace, service);
  const [port] = listOf(at(found, 'spec', 'ports'));
  if (found === undefined || port === undefined) return undefined;
  for (const { pod } of backendsOf(store, found).filter(({ ready }) => ready)) {
    const number = targetPort(port, pod);
    const way = number === undefined ? undefined : await agent.connect(pod, number).catch(() => undefined);
    if (way !== undefined) return way;
  }
  return undefined;
}

/** A call over the connection, which it ends. @throws Refusal what the pod refuses; 502, 504 where it does not answer */
export function call(way: Duplex, method: string, path: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const failed = (status: number, words: string) => reject(new Refusal(status, words));
    const onward = request({
      method,
      path,
      headers: { 'content-type': 'application/json', connection: 'close' },
      createConnection: () => way,
      signal: AbortSignal.timeout(longest),
    });
    onward.once('error', (error) =>
      error.name === 'AbortError' || error.name === 'TimeoutError'
        ? failed(504, 'Gateway Timeout')
        : failed(502, 'Bad Gateway'),
    );
    onward.once('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('error', () => failed(502, 'Bad Gateway'));
      response.once('end', () => {
        try {
          const parsed = JSON.parse(Buffer.concat(pieces).toString('utf8')) as { detail?: unknown };
          if (response.statusCode === 200) resolve(parsed);
          else reject(new Refusal(response.statusCode ?? 502, parsed.detail ?? 'Bad Gateway'));
        } catch {
          failed(502, 'Bad Gateway');
        }
      });
    });
    onward.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
