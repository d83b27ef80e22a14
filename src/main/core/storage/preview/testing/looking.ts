/** Looks at bytes as if they lay in an object store, and counts what is read of them. */
import { Readable } from 'node:stream';
import type { RangedObject } from '../../../platform/s3/ranged-object.ts';
import type { Preview } from '../../../../../shared/contract/storage/preview.ts';
import { look, lookAtRows } from '../look.ts';
import { openedObject, type OpenedObject } from '../opened-objects.ts';
import { createPieces } from '../pieces.ts';
import { createReaderThreads, usualLimits, type ThreadLimits } from '../reader-threads.ts';

export interface Reads {
  readonly ranges: [start: number, end: number][];
}

/** Bytes as an object with ranges. */
export function rangedBytes(name: string, bytes: Uint8Array, contentEncoding?: string): RangedObject & Reads {
  const ranges: [number, number][] = [];
  const cut = (start: number, end: number) => {
    ranges.push([start, Math.min(end, bytes.length)]);
    return Buffer.from(bytes.subarray(start, end));
  };
  return {
    name,
    size: bytes.length,
    etag: '"1"',
    contentType: 'text/html',
    contentEncoding,
    modified: 0,
    versionId: undefined,
    ranges,
    bytesFetched: () => ranges.reduce((sum, [start, end]) => sum + end - start, 0),
    read: async (start, end) => cut(start, end),
    stream: async (start, end) => Readable.from([cut(start, end)]),
  };
}

export interface Looking {
  open(name: string, bytes: Uint8Array, contentEncoding?: string): OpenedObject & { ranged: Reads };
  at(name: string, bytes: Uint8Array | string, contentEncoding?: string): Promise<Preview>;
  /** The preview, which must be of this kind. */
  as<K extends Preview['kind']>(
    kind: K,
    name: string,
    bytes: Uint8Array | string,
    contentEncoding?: string,
  ): Promise<Extract<Preview, { kind: K }>>;
  look(opened: OpenedObject): Promise<Preview>;
  rows(
    opened: OpenedObject,
    from: number,
    count: number,
    rest?: { sheet?: string; columns?: string[] },
  ): ReturnType<typeof lookAtRows>;
  close(): Promise<void>;
}

export function startLooking(limits: Partial<ThreadLimits> = {}): Looking {
  const threads = createReaderThreads({ ...usualLimits, ...limits });
  const pieces = createPieces(48 * 1024 * 1024);
  let next = 0;
  const open: Looking['open'] = (name, bytes, contentEncoding) => {
    const ranged = rangedBytes(name, bytes, contentEncoding);
    return { ...openedObject(ranged, pieces, String(next++)), ranged };
  };
  const lookInto: Looking['look'] = (opened) =>
    look(opened, { threads, address: (_, media) => `/blobs/object/${media.type}` });
  const at: Looking['at'] = (name, bytes, contentEncoding) =>
    lookInto(open(name, typeof bytes === 'string' ? Buffer.from(bytes) : bytes, contentEncoding));
  return {
    open,
    at,
    look: lookInto,
    async as(kind, name, bytes, contentEncoding) {
      const preview = await at(name, bytes, contentEncoding);
      if (preview.kind !== kind) throw new Error(`Not ${kind}: ${JSON.stringify(preview).slice(0, 1000)}`);
      return preview as Extract<Preview, { kind: typeof kind }>;
    },
    rows: (opened, from, count, rest = {}) => lookAtRows(opened, { from, count, ...rest }, threads),
    close: threads.close,
  };
}
