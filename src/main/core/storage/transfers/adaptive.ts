/** How many streams go at once: more while that brings more, fewer when the server is pressed. Pure. */

export interface Streams {
  readonly limit: number;
  /** Most that went through in a second so far at this height. */
  readonly best: number;
  /** Ticks in a row without a gain. */
  readonly still: number;
}

export const fewestStreams = 2;
export const mostStreams = 64;

/** A gain that counts: 5 %. */
const gain = 1.05;

/** As mc does it (cmd/parallel-manager.go): add as long as it brings more, stop after three ticks without a gain. */
export const firstStreams: Streams = { limit: 8, best: 0, still: 0 };

/**
 * The streams for the next second.
 * @param throughput what went through in the last one; any unit.
 * @param full all streams were in use: otherwise nothing can be learnt.
 */
export function nextStreams(now: Streams, throughput: number, full: boolean): Streams {
  if (!full) return now;
  if (throughput > now.best * gain)
    return { limit: Math.min(mostStreams, now.limit + 4), best: throughput, still: 0 };
  if (now.still + 1 < 3) return { ...now, still: now.still + 1 };
  return { ...now, still: 3 };
}

/** The server was pressed (503, 429, timeout): half of them, and from there anew. */
export function fewerStreams(now: Streams): Streams {
  return { limit: Math.max(fewestStreams, Math.floor(now.limit / 2)), best: 0, still: 0 };
}
