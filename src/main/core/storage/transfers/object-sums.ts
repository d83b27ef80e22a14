/** The CRC-32 that a server keeps beside an object. Pure. */
import { compositeCrc32, crc32Of, crc32Text } from './crc32.ts';
import type { Group } from './download-plan.ts';

/** Asks for it in HEAD and in GET of a whole object. */
export const askSums = { 'x-amz-checksum-mode': 'ENABLED' };

export const sumHeader = 'x-amz-checksum-crc32';

/** In base64 for the whole object, or followed by `-` and the number of the parts of whose sums it was made. */
export function sumOf(headers: Readonly<Record<string, string>>): string | undefined {
  const sum = headers[sumHeader];
  if (sum === undefined || !/^[A-Za-z0-9+/]{6}==(-\d+)?$/.test(sum)) return undefined;
  // A composite one without its number cannot be told from a whole one but by its type.
  return headers['x-amz-checksum-type'] === 'COMPOSITE' && !isComposite(sum) ? undefined : sum;
}

export const isComposite = (sum: string): boolean => sum.includes('-');

/**
 * True where the ranges that came make the sum.
 * @param groups as the object was made of them, when the sum is composite.
 * @param crcs by the numbers of the ranges.
 */
export function makesSum(sum: string, groups: readonly Group[], crcs: ReadonlyMap<number, number>): boolean {
  const parts = groups.map(({ pieces }) => ({
    crc: crc32Of(
      pieces.map(({ number, start, end }) => ({ crc: crcs.get(number) ?? -1, size: end - start })),
    ),
    size: (pieces.at(-1)?.end ?? 0) - (pieces[0]?.start ?? 0),
  }));
  if (isComposite(sum)) return compositeCrc32(parts.map(({ crc }) => crc)) === sum;
  return crc32Text(crc32Of(parts)) === sum;
}

/** A CRC-32 as the journal keeps it: eight hexadecimal digits. */
export const crcNote = (crc: number): string => crc.toString(16).padStart(8, '0');

export function crcFromNote(note: string): number | undefined {
  return /^[0-9a-f]{8}$/.test(note) ? Number.parseInt(note, 16) : undefined;
}
