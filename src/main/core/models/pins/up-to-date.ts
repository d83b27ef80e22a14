/** Whether a pin that is ready is still what the server has. Pure. */
import { isSame } from './fetch-pin.ts';
import type { OpenVersion } from './open-version.ts';
import type { PinRecord } from './pin-record.ts';

/** True where every file that is kept is as the server lists it, and none came that MLmodel names. */
export function isUpToDate({ files }: PinRecord, { files: listed }: OpenVersion): boolean {
  const now = new Map(listed.map((file) => [file.path, file]));
  return files.every((file) => file.sha256 !== undefined && isSame(now.get(file.path) ?? {}, file));
}
