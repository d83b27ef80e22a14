/** How far a transfer is, kept in memory; begun from the journal after a restart. */
import type { FileSum } from '../../store/transfer-journal.ts';
import { createMeter, type Meter } from './rate.ts';

export interface Counters {
  done: number;
  total: number;
  failed: number;
  skipped: number;
  /** Files whose bytes the page has not sent yet. */
  sending: number;
  /** Of files that are done. */
  bytesDone: number;
  /** Of all files but those that are skipped. */
  bytesTotal: number;
  /** Bytes of each file that is under way or was interrupted. */
  readonly partly: Map<number, number>;
  partlySum: number;
  readonly meter: Meter;
}

export function newCounters(
  sums: readonly FileSum[] = [],
  parts: readonly { readonly file: number; readonly bytes: number }[] = [],
): Counters {
  const of = (state: FileSum['state'], what: 'files' | 'bytes') =>
    sums.reduce((sum, one) => sum + (one.state === state ? one[what] : 0), 0);
  const all = (what: 'files' | 'bytes') => sums.reduce((sum, one) => sum + one[what], 0);
  return {
    done: of('done', 'files'),
    total: all('files'),
    failed: of('failed', 'files'),
    skipped: of('skipped', 'files'),
    sending: of('sending', 'files'),
    bytesDone: of('done', 'bytes'),
    bytesTotal: all('bytes') - of('skipped', 'bytes'),
    partly: new Map(parts.map(({ file, bytes }) => [file, bytes])),
    partlySum: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    meter: createMeter(),
  };
}

/** So much of a file is there; 0 forgets it. */
export function setPartly(counters: Counters, file: number, bytes: number): void {
  counters.partlySum += bytes - (counters.partly.get(file) ?? 0);
  if (bytes === 0) counters.partly.delete(file);
  else counters.partly.set(file, bytes);
}

export function addPartly(counters: Counters, file: number, bytes: number): void {
  setPartly(counters, file, (counters.partly.get(file) ?? 0) + bytes);
}

/** Bytes that are still to go. */
export function remaining(counters: Counters): number {
  return Math.max(0, counters.bytesTotal - counters.bytesDone - counters.partlySum);
}
