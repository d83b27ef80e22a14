/** Which models go when room is needed, and what sharing files saves. Pure. */
import type { PinRecord } from './pin-record.ts';

type Files = Pick<PinRecord, 'id' | 'files'>;

/** Bytes of the files that are here, each content once, and what would be needed besides without sharing. */
export function bytesOfPins(pins: readonly Files[]): { readonly bytes: number; readonly shared: number } {
  const once = new Map<string, number>();
  let all = 0;
  for (const { sha256, bytes = 0 } of pins.flatMap(({ files }) => files)) {
    if (sha256 === undefined) continue;
    all += bytes;
    once.set(sha256, bytes);
  }
  const bytes = [...once.values()].reduce((sum, one) => sum + one, 0);
  return { bytes, shared: all - bytes };
}

/**
 * The models to give up, the one used longest ago first, until there is room; undefined where all of them would not be enough.
 * @param room bytes that must be free below the quota
 * @param stays those that are in use or being fetched
 */
export function toGiveUp(
  pins: readonly PinRecord[],
  quota: number,
  room: number,
  stays: (pin: PinRecord) => boolean,
): PinRecord[] | undefined {
  const candidates = pins
    .filter((pin) => pin.state === 'ready' && !stays(pin))
    .sort((one, other) => lastUse(one) - lastUse(other));
  const given: PinRecord[] = [];
  let left = [...pins];
  while (bytesOfPins(left).bytes + room > quota) {
    const next = candidates.shift();
    if (!next) return undefined;
    given.push(next);
    left = left.filter((pin) => pin !== next);
  }
  return given;
}

const lastUse = ({ usedAt, pinnedAt }: PinRecord) => usedAt ?? pinnedAt;
