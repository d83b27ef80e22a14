/** The log of a node: from its pod while there is one, then from where it was kept. */
import type { z } from 'zod';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { LogLines } from '../../../../shared/contract/services.ts';
import { isExecutorLine } from '../../platform/argo/executor-lines.ts';
import { podNameOf } from '../../platform/argo/pod-name.ts';
import { pause } from '../../platform/kubernetes/backoff.ts';
import { readLines } from '../../platform/kubernetes/lines.ts';
import { followLogs } from '../../platform/kubernetes/logs.ts';
import type { ArgoPlace, ArgoPlaces } from '../argo-place.ts';
import { readDetail, type DetailReading } from './read-detail.ts';

type Lines = z.infer<typeof LogLines>;

/** Longest line, bytes of a kept log that are read, milliseconds until a container that has not begun is asked again. */
const longestLine = 64 * 1024;
const largestLog = 64 * 1024 ** 2;
const waitForStart = 2_000;
const nameFormat = 'workflows.argoproj.io/pod-name-format';

/** Makes the handler. */
export function createNodeLog(places: ArgoPlaces): Pick<AppHandlers['training'], 'nodeLog'> {
  return {
    async *nodeLog({ name, node }, { signal }) {
      const place = places.here();
      const reading = await readDetail(place, name, signal);
      const id = lastAttempt(reading, node);
      const fromPod = podLog(place, podOf(reading, id), signal);
      let shown = false;
      for await (const lines of fromPod) {
        if (lines === 'no-pod') break;
        shown = true;
        yield lines;
      }
      if (!shown && !signal.aborted) yield* keptLog(place, reading, id, signal);
    },
  };
}

/** What is tried again has no log of its own: its last attempt has. */
function lastAttempt({ nodes }: DetailReading, id: string): string {
  const node = nodes.find((one) => one.id === id);
  if (!node)
    throw failure('not-found', 'The workflow has no such node', {
      reason: 'workflow-node-gone',
      values: { name: id },
    });
  return node.type === 'Retry' ? (node.children.at(-1) ?? id) : id;
}

function podOf({ name, nodes, fullNames, annotations }: DetailReading, id: string): string {
  const node = nodes.find((one) => one.id === id);
  const format = annotations[nameFormat] === 'v1' ? 'v1' : 'v2';
  return podNameOf(name, { id, name: fullNames[id] ?? id, template: node?.template }, format);
}

/** Follows the pod, without what the executor writes; `no-pod` where there is none (any more). */
async function* podLog(
  { argo }: ArgoPlace,
  pod: string,
  signal: AbortSignal,
): AsyncGenerator<Lines | 'no-pod', void, undefined> {
  const options = { namespace: argo.namespace, pod, container: 'main', signal };
  while (!signal.aborted) {
    try {
      for await (const { lines, state } of followLogs(argo.cluster, options))
        yield { lines: lines.filter(({ text }) => !isExecutorLine(text)), state };
      return;
    } catch (error) {
      if (!isFailure(error)) throw error;
      if (error.code === 'not-found') return yield 'no-pod';
      // 400: the container has not begun.
      if (error.code !== 'invalid-input') throw error;
      yield { lines: [], state: 'reconnecting' };
      await pause(waitForStart, signal);
    }
  }
}

/** The kept log, by the person's own keys where they reach it, else by Argo's server. @throws Failure `not-found` with `workflow-log-gone` */
async function* keptLog(
  place: ArgoPlace,
  reading: DetailReading,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<Lines, void, undefined> {
  const body =
    (await fromBucket(place, reading, id, signal)) ?? (await fromServer(place, reading, id, signal));
  if (!body)
    throw failure('not-found', 'The log of this pod was not kept', {
      reason: 'workflow-log-gone',
      values: { name: reading.name },
    });
  let size = 0;
  for await (const lines of readLines(body, longestLine)) {
    yield { lines: lines.map((text) => ({ text })), state: 'following' };
    size += lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (size > largestLog) break;
  }
  yield { lines: [], state: 'ended' };
}

async function fromBucket({ context }: ArgoPlace, { logs }: DetailReading, id: string, signal: AbortSignal) {
  const { bucket, key } = logs[id] ?? {};
  if (bucket === undefined || key === undefined || context.homeProfile === undefined) return undefined;
  const answer = await orNone(
    context.endpoint(context.homeProfile).send({ method: 'GET', bucket, key, signal }),
  );
  return answer?.body;
}

const fromServer = async ({ server }: ArgoPlace, { name }: DetailReading, id: string, signal: AbortSignal) =>
  server && orNone(server.keptLog(name, id, signal));

/** Undefined for whatever the other way may still give. */
async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isFailure(error) && error.code !== 'cancelled') return undefined;
    throw error;
  }
}
