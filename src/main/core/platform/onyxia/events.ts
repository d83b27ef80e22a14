/** The stream of a namespace's events: frames `data:{...}` without id or kind (a subset of server-sent events). */
import { z } from 'zod';
import type { Requester } from './request.ts';

/** A Kubernetes Event, as far as we use it. */
export const KubernetesEvent = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().optional(),
    creationTimestamp: z.string().nullish(),
  }),
  type: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  count: z.number().nullish(),
  firstTimestamp: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  involvedObject: z.object({
    kind: z.string().nullish(),
    name: z.string().nullish(),
    uid: z.string().nullish(),
  }),
});
export type KubernetesEvent = z.infer<typeof KubernetesEvent>;

const longestFrame = 1 << 20;

/**
 * Follows the stream. The server sends no header before the namespace's first event, so there is no limit on that wait;
 * then it replays all events and follows.
 */
export async function* followEvents(
  request: Requester,
  signal?: AbortSignal,
): AsyncGenerator<KubernetesEvent> {
  const response = await request('my-lab/events', { timeout: 0, signal });
  if (!response.body) return;
  for await (const frame of frames(response.body)) {
    const event = KubernetesEvent.safeParse(parse(frame)).data;
    if (event) yield event;
  }
}

/** The data of each frame; a frame ends at an empty line. Characters may be split between chunks. Pure but for its source. */
export async function* frames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    for (;;) {
      const end = /\r?\n\r?\n/.exec(rest);
      if (!end) break;
      yield dataOf(rest.slice(0, end.index));
      rest = rest.slice(end.index + end[0].length);
    }
    if (rest.length > longestFrame) rest = '';
  }
  if (rest.trim()) yield dataOf(rest);
}

function dataOf(frame: string): string {
  return frame
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).replace(/^ /, ''))
    .join('\n');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
