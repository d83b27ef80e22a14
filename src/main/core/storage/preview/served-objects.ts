/** Objects that the host serves to the page, below `/blobs/object/`: each token is good for one state of one object. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gunzip } from 'node:zlib';
import type { Here } from '../storage-context.ts';
import { unreadable } from './formats/source.ts';
import { headersOf, type Media } from './media.ts';
import type { OpenedObject } from './opened-objects.ts';

/** Bytes that the host serves; every header of `headers` must be sent. */
export interface ServedObject {
  readonly type: string;
  readonly size: number;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes `[start, end)`. @throws Failure, `conflict` where the object was replaced. */
  stream(start: number, end: number, signal?: AbortSignal): Promise<Readable>;
}

const prefix = 'object/';
const mostTokens = 256;
/** Packed pictures are unpacked in memory, up to here. */
const unpackLimit = 32 * 1024 * 1024;

interface Kept {
  /** Whose platform, person and project it belongs to. */
  readonly place: string;
  readonly opened: OpenedObject;
  readonly media: Media;
  unpacked: Promise<Buffer> | undefined;
}

export interface ServedObjects {
  /** An address for the page, below the origin of the host. */
  address(opened: OpenedObject, media: Media): string;
  /** Undefined: the token is unknown, forgotten, or belongs to another person or platform. */
  open(token: string): Promise<ServedObject | undefined>;
  /** The same by the path below `/blobs/`. */
  at(path: string): Promise<ServedObject | undefined>;
  clear(): void;
}

export function createServedObjects(here: Here): ServedObjects {
  const kept = new Map<string, Kept>();

  function placeNow(): string | undefined {
    try {
      return here().key;
    } catch {
      return undefined;
    }
  }

  async function open(token: string): Promise<ServedObject | undefined> {
    const place = placeNow();
    const found = kept.get(token);
    for (const [name, one] of kept) if (one.place !== place) kept.delete(name);
    if (!found || found.place !== place) return undefined;
    const { ranged } = found.opened;
    const { type } = found.media;
    const headers = headersOf(type);
    if (!/gzip/i.test(ranged.contentEncoding ?? ''))
      return {
        type,
        size: ranged.size,
        etag: ranged.etag,
        headers,
        stream: (...range) => ranged.stream(...range),
      };
    found.unpacked ??= unpackWhole(found.opened);
    const bytes = await found.unpacked.catch((error: unknown) => {
      found.unpacked = undefined;
      throw error;
    });
    return {
      type,
      size: bytes.length,
      etag: ranged.etag,
      headers,
      stream: async (start, end) => Readable.from([bytes.subarray(start, end)]),
    };
  }

  return {
    address(opened, media) {
      const place = placeNow() ?? '';
      for (const [token, one] of kept)
        if (one.opened === opened && one.place === place && one.media.type === media.type) {
          // Used anew: it is forgotten last.
          kept.delete(token);
          kept.set(token, one);
          return `/blobs/${prefix}${token}`;
        }
      const token = randomBytes(24).toString('base64url');
      kept.set(token, { place, opened, media, unpacked: undefined });
      for (const oldest of kept.keys()) if (kept.size > mostTokens) kept.delete(oldest);
      return `/blobs/${prefix}${token}`;
    },
    open,
    at: async (path) =>
      path.startsWith(prefix) ? open(path.slice(prefix.length).split('?', 1)[0] ?? '') : undefined,
    clear: () => kept.clear(),
  };
}

/** A packed object, unpacked in memory; one that only claims to be packed comes as it is. @throws Failure */
async function unpackWhole({ ranged }: OpenedObject): Promise<Buffer> {
  const name = { name: ranged.name };
  if (ranged.size > unpackLimit) throw unreadable('preview-too-big', 'It is packed and too large', name);
  const packed = await ranged.read(0, ranged.size);
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed;
  return new Promise((resolve, reject) => {
    gunzip(packed, { maxOutputLength: unpackLimit }, (error, bytes) => {
      if (!error) resolve(bytes);
      else reject(unreadable('preview-broken', 'It cannot be unpacked', name, error.message));
    });
  });
}
