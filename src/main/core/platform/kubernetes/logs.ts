/** Logs of a container, followed through lost connections without a line twice. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import { createBackoff, pause } from './backoff.ts';
import type { KubernetesClient, Query } from './client.ts';
import { networkFailure } from './failures.ts';
import { readLines } from './lines.ts';
import type { ContainerState, Pod } from './objects.ts';

const LINE_LIMIT = 64 * 1024;
const SILENCE = 600_000;

export interface LogOptions {
  readonly namespace: string;
  readonly pod: string;
  /** The pod's first container unless told. */
  readonly container?: string | undefined;
  /** The run before the last restart; such a log is complete and not followed. */
  readonly previous?: boolean | undefined;
  /** How many lines from the end to begin with: 1,000 unless told. */
  readonly lines?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Shortest and longest wait between attempts, in milliseconds: 500 and 15,000 unless told. */
  readonly backoff?: readonly [least: number, most: number] | undefined;
}

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly text: string;
}

export interface LogBatch {
  readonly lines: readonly LogLine[];
  readonly state: 'following' | 'ended' | 'reconnecting';
}

/** A line with the time that the kubelet wrote before it, as text that sorts by time to the nanosecond. */
interface Stamped {
  readonly stamp: string | undefined;
  readonly line: LogLine;
}

/** Takes the time off a line of a log with timestamps (RFC 3339 with up to nine decimals, always UTC or an offset). */
export function parseLine(raw: string): Stamped {
  const space = raw.indexOf(' ');
  const head = space < 0 ? raw : raw.slice(0, space);
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(head);
  const text = (raw.endsWith('\r') ? raw.slice(0, -1) : raw).slice(parts ? head.length + 1 : 0);
  if (!parts) return { stamp: undefined, line: { text } };
  const seconds = Date.parse(`${parts[1] ?? ''}${parts[3] ?? ''}`);
  const nanoseconds = (parts[2] ?? '').padEnd(9, '0');
  return {
    stamp: `${String(seconds).padStart(15, '0')}.${nanoseconds}`,
    line: { at: seconds + Number(nanoseconds.slice(0, 3)), text },
  };
}

/** Drops what was already told: all lines before the last time told, and as many of that very time as were told. */
class Seen {
  #stamp = '';
  #count = 0;
  #skip = 0;

  /** Time to ask from after a lost connection, in whole seconds as the API wants it. */
  get since(): string | undefined {
    return this.#stamp === '' ? undefined : new Date(Number(this.#stamp.slice(0, 15))).toISOString();
  }

  reconnected(): void {
    this.#skip = this.#count;
  }

  isNew({ stamp }: Stamped): boolean {
    if (stamp === undefined || stamp > this.#stamp) {
      if (stamp !== undefined) {
        this.#stamp = stamp;
        this.#count = 1;
        this.#skip = 0;
      }
      return true;
    }
    if (stamp < this.#stamp) return this.#skip === 0;
    if (this.#skip > 0) {
      this.#skip -= 1;
      return false;
    }
    this.#count += 1;
    return true;
  }
}

/** What became of the container: still running, or over (ended, restarted since, or its pod is gone). */
async function isOver(
  client: KubernetesClient,
  options: LogOptions,
  run: string | undefined,
): Promise<boolean> {
  try {
    const state = containerOf(await readPod(client, options), options.container);
    return state.running === undefined || (run !== undefined && state.running.startedAt !== run);
  } catch (error) {
    if (isFailure(error) && error.code === 'not-found') return true;
    throw error;
  }
}

async function readPod(client: KubernetesClient, options: LogOptions): Promise<Pod> {
  const path = `/api/v1/namespaces/${encodeURIComponent(options.namespace)}/pods/${encodeURIComponent(options.pod)}`;
  return (await client.request('GET', path, options.signal ? { signal: options.signal } : {})) as Pod;
}

function containerOf(pod: Pod, name: string | undefined): ContainerState {
  const wanted = name ?? pod.spec?.containers?.[0]?.name;
  const all = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  return all.find((one) => one.name === wanted)?.state ?? {};
}

/**
 * Follows the log of a container: batches of lines as they come (an empty one tells a change of state). It ends after the
 * batch `ended`, when the container stopped or restarted, or its pod is gone; a lost connection is made again from the last
 * time told. It reads on only as fast as the batches are taken, and returns when the signal is aborted. Throws a Failure when the log cannot be read at all.
 */
export async function* followLogs(
  client: KubernetesClient,
  options: LogOptions,
): AsyncGenerator<LogBatch, void> {
  const { signal } = options;
  const path = `/api/v1/namespaces/${encodeURIComponent(options.namespace)}/pods/${encodeURIComponent(options.pod)}/log`;
  const backoff = createBackoff(...(options.backoff ?? [500, 15_000]));
  const seen = new Seen();
  const run = options.previous
    ? undefined
    : containerOf(await readPod(client, options), options.container).running?.startedAt;
  let answered = false;
  while (!signal?.aborted) {
    const query: Query = {
      container: options.container,
      timestamps: true,
      follow: !options.previous,
      previous: options.previous ? true : undefined,
      sinceTime: seen.since,
      tailLines: seen.since ? undefined : (options.lines ?? 1_000),
    };
    try {
      const body = await client.open('GET', path, {
        query,
        accept: '*/*',
        silence: SILENCE,
        ...(signal && { signal }),
      });
      answered = true;
      seen.reconnected();
      yield { lines: [], state: 'following' };
      try {
        for await (const raw of readLines(body, LINE_LIMIT)) {
          backoff.reset();
          const lines = raw.map(parseLine).filter((one) => seen.isNew(one));
          if (lines.length > 0) yield { lines: lines.map((one) => one.line), state: 'following' };
        }
      } finally {
        body.destroy();
      }
      if (options.previous || (await isOver(client, options, run ?? undefined)))
        return yield { lines: [], state: 'ended' };
    } catch (error) {
      if (signal?.aborted) break;
      const problem = networkFailure(error, client.access.server);
      if (problem.code === 'not-found' && answered) return yield { lines: [], state: 'ended' };
      if (!answered && problem.code !== 'unreachable' && problem.code !== 'busy') throw problem;
    }
    yield { lines: [], state: 'reconnecting' };
    await pause(backoff.next(), signal);
  }
}
