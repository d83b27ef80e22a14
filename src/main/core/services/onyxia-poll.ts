/** The services of a project by the Onyxia API: often while something changes, else now and then. */
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import type { QuotaLine, Service } from '../../../shared/contract/services.ts';
import type { OnyxiaClient } from '../platform/onyxia/client.ts';
import { onyxiaService, type Warning } from './onyxia-state.ts';
import { quotaLines } from './quota-lines.ts';

/** Milliseconds between two looks. */
const busy = 3_000;
const calm = 30_000;
const keptWarnings = 500;

export interface PollOptions {
  readonly onyxia: OnyxiaClient;
  readonly userName: string;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** Fires when it should look at once. */
  readonly woken: () => AbortSignal;
  readonly onLook: (look: {
    services: z.infer<typeof Service>[];
    quota: z.infer<typeof QuotaLine>[];
  }) => void;
  readonly onProblem: (error: unknown) => void;
}

/** Looks until the signal; problems are told and it goes on. */
export async function pollOnyxia(options: PollOptions): Promise<void> {
  const { onyxia, signal, clock } = options;
  const warnings: Warning[] = [];
  const following = followWarnings(onyxia, warnings, signal);
  while (!signal.aborted) {
    let wait = calm;
    try {
      const [apps, quota] = await Promise.all([
        onyxia.services({ signal }),
        onyxia.quota({ signal }).catch(() => undefined),
      ]);
      const services = apps.map((app) => onyxiaService(app, warnings, options.userName, clock()));
      options.onLook({ services, quota: quotaLines([{ hard: quota?.spec, used: quota?.usage }]) });
      if (services.some(({ state }) => state === 'starting' || state === 'pausing' || state === 'stopping'))
        wait = busy;
    } catch (error) {
      if (!signal.aborted) options.onProblem(error);
      wait = busy;
    }
    await pause(wait, undefined, { signal: AbortSignal.any([signal, options.woken()]) }).catch(() => {});
  }
  await following;
}

/** The events stream ends after ten minutes on the server's side; it is opened again. */
async function followWarnings(onyxia: OnyxiaClient, warnings: Warning[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of onyxia.events({ signal })) {
        if (event.type !== 'Warning') continue;
        const at = Date.parse(event.lastTimestamp ?? event.eventTime ?? '') || Date.now();
        warnings.push({
          about: event.involvedObject?.name ?? '',
          reason: event.reason ?? '',
          message: event.message ?? '',
          at,
        });
        if (warnings.length > keptWarnings) warnings.splice(0, warnings.length - keptWarnings);
      }
    } catch {
      // What it tells is a help, not a need: the poll itself says when the API does not answer.
    }
    await pause(busy, undefined, { signal }).catch(() => {});
  }
}
