/** Objects that are being looked at, with the pieces of them that were read: a page that is asked for again costs nothing. */
import { randomUUID } from 'node:crypto';
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import { openRanged, type RangedObject } from '../../platform/s3/ranged-object.ts';
import type { Here } from '../storage-context.ts';
import type { RecordIndex } from './jobs.ts';
import { createPieces, type Pieces } from './pieces.ts';

/** One state (ETag) of one object. */
export interface OpenedObject {
  readonly ranged: RangedObject;
  /** Where the records of a text begin, as far as it was read. */
  index: RecordIndex | undefined;
  /** Bytes `[start, end)`; `count` is told how many were asked of the server. */
  read(
    start: number,
    end: number,
    signal: AbortSignal | undefined,
    count: (bytes: number) => void,
  ): Promise<Uint8Array>;
}

/** Makes an opened object of anything with ranges. */
export function openedObject(ranged: RangedObject, pieces: Pieces, key: string): OpenedObject {
  return {
    ranged,
    index: undefined,
    read: (start, end, signal, count) =>
      pieces.read(key, start, Math.min(end, ranged.size), async (from, to) => {
        count(to - from);
        return ranged.read(from, to, signal);
      }),
  };
}

const mostObjects = 24;

export interface OpenedObjects {
  /** Asks the server for size and ETag; what was read of the same state before is kept. @throws Failure */
  open(object: ObjectRef, signal?: AbortSignal): Promise<OpenedObject>;
  /** The state that a page belongs to, without asking where it is known. @throws Failure `conflict` where the object changed. */
  state(object: ObjectRef, etag: string, signal?: AbortSignal): Promise<OpenedObject>;
  clear(): void;
}

/** @param changed makes the Failure for an object whose ETag is another. */
export function createOpenedObjects(here: Here, changed: (object: ObjectRef) => Error): OpenedObjects {
  const known = new Map<string, OpenedObject>();
  const pieces = createPieces(48 * 1024 * 1024);
  const keyOf = (object: ObjectRef, etag: string) =>
    JSON.stringify([here().key, object.profile, object.bucket, object.key, object.versionId ?? '', etag]);

  async function open(object: ObjectRef, signal?: AbortSignal): Promise<OpenedObject> {
    const endpoint = here().endpoint(object.profile);
    const { bucket, key, versionId } = object;
    const ranged = await openRanged(endpoint, { bucket, key, versionId }, signal);
    const id = keyOf(object, ranged.etag);
    const held = ranged.etag === '' ? undefined : known.get(id);
    // A server that names no state gets nothing out of memory: what was read before may be of another.
    const opened = held ?? openedObject(ranged, pieces, ranged.etag === '' ? randomUUID() : id);
    known.delete(id);
    known.set(id, opened);
    for (const oldest of known.keys()) if (known.size > mostObjects) known.delete(oldest);
    return opened;
  }

  return {
    open,
    async state(object, etag, signal) {
      const held = etag === '' ? undefined : known.get(keyOf(object, etag));
      if (held) return held;
      const opened = await open(object, signal);
      if (opened.ranged.etag !== etag) throw changed(object);
      return opened;
    },
    clear() {
      known.clear();
      pieces.clear();
    },
  };
}
