/** A pin as the page shows it. Pure. */
import type { Pin } from '../../../../shared/contract/models/pins.ts';
import type { PinRecord } from './pin-record.ts';

/** Bytes of the files that are whole. */
export function wholeBytes({ files }: Pick<PinRecord, 'files'>): number {
  return files.reduce((sum, { sha256, bytes = 0 }) => sum + (sha256 === undefined ? 0 : bytes), 0);
}

/**
 * @param unfinished bytes of files that are not whole
 * @param moving what it does at the moment
 */
export function pinView(
  record: PinRecord,
  unfinished: number,
  moving: Pick<Pin, 'state' | 'rate'> | undefined,
): Pin {
  const { source: _, files, model: __, ...rest } = record;
  const isKnown = files.length > 0 && files.every(({ bytes }) => bytes !== undefined);
  return {
    ...rest,
    ...moving,
    ...(isKnown && { bytes: files.reduce((sum, { bytes = 0 }) => sum + bytes, 0) }),
    done: Math.max(0, wholeBytes(record) + unfinished),
  };
}
