/** The log of a container as the API asks for it: the last lines, since a time, with or without times, following. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { NodeAgent } from '../../kubernetes/model.ts';
import { badRequest } from '../../kubernetes/status.ts';
import { readLog, type LogLine } from './log-file.ts';
import { logFile } from './log-files.ts';
import type { ContainerFacts } from './pod-status.ts';

type LogOptions = Parameters<NodeAgent['logs']>[1];

/** How often a followed log is looked at again, in milliseconds. */
const glance = 150;

/**
 * The id of the program whose log is meant. @throws StatusError 400 in the kubelet's words when there is none yet.
 */
export function loggedId(
  facts: ContainerFacts,
  pod: string,
  { container, previous }: Pick<LogOptions, 'container' | 'previous'>,
): string {
  const last = facts.lastState.terminated?.containerID;
  if (previous) {
    if (last === undefined)
      throw badRequest(`previous terminated container "${container}" in pod "${pod}" not found`);
    return last;
  }
  if (facts.state.running !== undefined && facts.containerID !== undefined) return facts.containerID;
  const ended = facts.state.terminated?.containerID ?? last;
  if (ended !== undefined) return ended;
  const reason = facts.state.waiting?.reason ?? 'ContainerCreating';
  const words: Record<string, string> = {
    ErrImagePull: "image can't be pulled",
    ImagePullBackOff: 'trying and failing to pull image',
  };
  throw badRequest(
    `container "${container}" in pod "${pod}" is waiting to start: ${words[reason] ?? reason}`,
  );
}

/** Streams a log; a followed one goes on until the signal or until `isRunning` is false and all was told. */
export function streamLog(
  podFolder: string,
  id: string,
  options: LogOptions,
  isRunning: () => boolean,
  signal: AbortSignal,
): Readable {
  const file = logFile(podFolder, options.container, id);
  if (!existsSync(file)) return Readable.from([]);
  return Readable.from(limited(lines(file, options, isRunning, signal), options.limitBytes), {
    objectMode: false,
  });
}

async function* lines(
  file: string,
  options: LogOptions,
  isRunning: () => boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const reader = readLog(file);
  const since =
    options.sinceSeconds === undefined
      ? options.sinceTime
      : new Date(Date.now() - options.sinceSeconds * 1000).toISOString();
  const begin = since === undefined ? -Infinity : Date.parse(since);
  const wanted = (line: LogLine) => Date.parse(line.time) >= begin;
  const printed = ({ time, text }: LogLine) => (options.timestamps ? `${time} ${text}` : text);
  try {
    const first = reader.next().filter(wanted);
    for (const line of options.tailLines === undefined
      ? first
      : first.slice(Math.max(0, first.length - options.tailLines)))
      yield printed(line);
    while (options.follow && !signal.aborted) {
      const over = !isRunning();
      const more = reader.next();
      for (const line of more) yield printed(line);
      if (over && more.length === 0) return;
      if (more.length === 0) await sleep(glance, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    reader.close();
  }
}

async function* limited(texts: AsyncGenerator<string>, limit: number | undefined): AsyncGenerator<Buffer> {
  let left = limit ?? Infinity;
  for await (const text of texts) {
    const bytes = Buffer.from(text);
    if (bytes.length >= left) {
      yield bytes.subarray(0, left);
      return;
    }
    left -= bytes.length;
    yield bytes;
  }
}
