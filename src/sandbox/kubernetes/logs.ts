/** Answers the log of a container, followed when asked. */
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { KubernetesObject, NodeAgent } from './model.ts';
import { containerOf } from './pod-container.ts';
import { StatusError } from './status.ts';

function amount(query: URLSearchParams, field: string, least: number): number | undefined {
  const text = query.get(field);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new StatusError(
    422,
    'Invalid',
    `PodLogOptions "" is invalid: ${field}: Invalid value: ${text}: must be greater than or equal to ${least}`,
  );
}

/** Streams a log as plain text; a client that leaves ends it. Throws 400, 422, or what the node throws. */
export async function answerLog(
  response: ServerResponse,
  query: URLSearchParams,
  pod: KubernetesObject,
  node: NodeAgent,
): Promise<void> {
  const container = containerOf(pod, query.get('container'));
  const flag = (field: string) => query.get(field) === 'true' || query.get(field) === '1';
  const sinceTime = query.get('sinceTime');
  const tailLines = amount(query, 'tailLines', 0);
  const sinceSeconds = amount(query, 'sinceSeconds', 1);
  const limitBytes = amount(query, 'limitBytes', 1);
  const leaving = new AbortController();
  response.on('close', () => leaving.abort());
  const log = await node.logs(
    pod,
    {
      container,
      follow: flag('follow'),
      previous: flag('previous'),
      timestamps: flag('timestamps'),
      ...(tailLines === undefined ? {} : { tailLines }),
      ...(sinceSeconds === undefined ? {} : { sinceSeconds }),
      ...(limitBytes === undefined ? {} : { limitBytes }),
      ...(sinceTime ? { sinceTime } : {}),
    },
    leaving.signal,
  );
  response.writeHead(200, { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' });
  response.flushHeaders();
  // A client that stops reading a followed log is no failure.
  await pipeline(log, response).catch(() => response.destroy());
}
