/** Icons of charts: fetched once, kept in the store, served by the host as pictures only. */
import { createHash } from 'node:crypto';
import { blobOf, type Blob } from '../blobs.ts';
import type { Store } from '../store/store.ts';

const limit = 256 * 1024;
const pictures = new Set([
  'image/svg+xml',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/x-icon',
]);

/** The address on this host of an icon that is somewhere on the network; it tells nothing about that place. */
export const iconAddress = (place: string): string => `/blobs/icon/${keyOf(place)}`;

const keyOf = (place: string): string => createHash('sha256').update(place).digest('hex').slice(0, 32);

/** Icons by key, with the place each came from. */
export interface Icons {
  /** Remembers where an icon is; gives its address on this host. */
  register(place: string): string;
  get(key: string): Promise<Blob | undefined>;
}

/** @param now the store and the fetch of the present platform, if there is one. */
export function createIcons(
  now: () =>
    | {
        store: Store;
        fetchBytes(address: string, limit: number): Promise<{ type: string; bytes: Uint8Array }>;
      }
    | undefined,
): Icons {
  const places = new Map<string, string>();
  return {
    register: (place) => {
      places.set(keyOf(place), place);
      return iconAddress(place);
    },
    get: async (key) => {
      const present = now();
      if (!present) return undefined;
      const kept = await present.store.get<{ type: string; base64: string }>(`icons/${key}`);
      if (kept) return iconBlob(kept.value.type, Buffer.from(kept.value.base64, 'base64'));
      const place = places.get(key);
      if (place === undefined) return undefined;
      const { type, bytes } = place.startsWith('data:')
        ? decodeData(place)
        : await present.fetchBytes(place, limit);
      const plain = type.split(';')[0]?.trim() ?? '';
      if (!pictures.has(plain) || bytes.byteLength > limit) return undefined;
      await present.store.set(`icons/${key}`, { type: plain, base64: Buffer.from(bytes).toString('base64') });
      return iconBlob(plain, bytes);
    },
  };
}

function iconBlob(type: string, bytes: Uint8Array): Blob {
  return blobOf(type, bytes, `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`);
}

/** A `data:` address (RFC 2397). */
function decodeData(address: string): { type: string; bytes: Uint8Array } {
  const comma = address.indexOf(',');
  const head = address.slice('data:'.length, comma);
  const body = address.slice(comma + 1);
  const isBase64 = head.endsWith(';base64');
  return {
    type: head.replace(/;base64$/, ''),
    bytes: isBase64 ? Buffer.from(body, 'base64') : Buffer.from(decodeURIComponent(body)),
  };
}
