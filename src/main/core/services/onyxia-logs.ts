/** Logs by the Onyxia API, which gives the whole text each time: asked now and then, only what is new is shown. */
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { failure } from '../../../shared/contract/errors.ts';
import type { LogLines } from '../../../shared/contract/services.ts';
import type { ServicePlace } from './service-place.ts';

const interval = 4_000;

/** Follows a pod's log until the signal. */
export async function* followOnyxiaLogs(
  place: ServicePlace,
  id: string,
  pod: string,
  signal: AbortSignal,
): AsyncGenerator<z.infer<typeof LogLines>> {
  const { onyxia } = place;
  if (!onyxia)
    throw failure('unsupported', 'Neither Kubernetes nor an Onyxia API can be asked', {
      reason: 'needs-kubernetes',
    });
  let shown = 0;
  while (!signal.aborted) {
    const lines = (await onyxia.logs(id, pod, { signal })).split('\n');
    // A shorter text is a new run of the container.
    if (lines.length < shown) shown = 0;
    yield { lines: lines.slice(shown).map((text) => ({ text })), state: 'following' };
    shown = lines.length;
    await pause(interval, undefined, { signal }).catch(() => {});
  }
}
