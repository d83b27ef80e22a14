/** Bytes a second over the last seconds. */

export interface Meter {
  came(bytes: number): void;
  /** Zero where nothing came for a while. */
  rate(): number;
}

/** Milliseconds that are looked back on. */
const span = 5000;

export function createMeter(clock: () => number): Meter {
  let pieces: { readonly at: number; bytes: number }[] = [];
  return {
    came(bytes) {
      const at = clock();
      const last = pieces.at(-1);
      if (last && at - last.at < 250) last.bytes += bytes;
      else pieces.push({ at, bytes });
    },
    rate() {
      const now = clock();
      pieces = pieces.filter(({ at }) => now - at < span);
      const sum = pieces.reduce((total, { bytes }) => total + bytes, 0);
      const passed = now - (pieces[0]?.at ?? now);
      return Math.max(0, Math.round((sum / Math.max(500, passed)) * 1000));
    },
  };
}
