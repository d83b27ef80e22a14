/** How many ranges are asked for at once: more while that brings more, fewer when the server is pressed. */

export interface Pace {
  readonly lanes: number;
  /** Bytes came. */
  came(bytes: number): void;
  /** The server was pressed. */
  slow(): void;
}

export const fewestLanes = 1;
export const mostLanes = 16;
const firstLanes = 4;
/** A gain that counts: 5 %. */
const gain = 1.05;
/** Milliseconds over which a height is judged. */
const judged = 1000;

/** Starts with four; two more each second that went a twentieth better than the best. */
export function createPace(clock: () => number): Pace {
  let lanes = firstLanes;
  let best = 0;
  let since = clock();
  let bytes = 0;
  return {
    get lanes() {
      return lanes;
    },
    came(more) {
      bytes += more;
      const passed = clock() - since;
      if (passed < judged) return;
      const rate = bytes / passed;
      if (rate > best * gain) {
        best = rate;
        lanes = Math.min(mostLanes, lanes + 2);
      }
      since = clock();
      bytes = 0;
    },
    slow() {
      lanes = Math.max(fewestLanes, Math.floor(lanes / 2));
      best = 0;
    },
  };
}
