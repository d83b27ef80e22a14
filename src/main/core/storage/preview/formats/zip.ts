/** Zip archives by their central directory (PKWARE APPNOTE 4.3), read by ranges. */
import { decodeText, isUtf8 } from './decode.ts';
import { readExactly, unreadable, viewOf, type Source } from './source.ts';
import { unpacked } from './unpack.ts';

export interface ZipEntry {
  readonly name: string;
  /** Unpacked, as the directory claims. */
  readonly size: number;
  readonly packed: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly modified: number | undefined;
}

export interface ZipDirectory {
  readonly entries: ZipEntry[];
  /** There are more. */
  readonly truncated: boolean;
}

const directoryLimit = 16 * 1024 * 1024;
const entryLimit = 20_000;

/** The directory of a zip. @throws Failure `preview-truncated`, `preview-lying`. */
export async function readDirectory(source: Source): Promise<ZipDirectory> {
  const name = { name: source.name };
  const tailStart = Math.max(0, source.size - 65_557);
  const tail = await source.read(tailStart, source.size);
  const end = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).lastIndexOf(
    'PK\u0005\u0006',
    undefined,
    'latin1',
  );
  if (end < 0 || end + 22 > tail.length)
    throw unreadable('preview-truncated', 'The end of the archive is missing', name);
  const view = viewOf(tail);
  let count = view.getUint16(end + 10, true);
  let size = view.getUint32(end + 12, true);
  let offset = view.getUint32(end + 16, true);
  if ((count === 0xffff || size === 0xffffffff || offset === 0xffffffff) && end >= 20) {
    // ZIP64: the locator stands right before, and says where the larger record is (4.3.14, 4.3.15).
    if (view.getUint32(end - 20, true) === 0x07064b50) {
      const at = Number(view.getBigUint64(end - 12, true));
      const big = viewOf(await readExactly(source, at, at + 56));
      count = Number(big.getBigUint64(32, true));
      size = Number(big.getBigUint64(40, true));
      offset = Number(big.getBigUint64(48, true));
    }
  }
  if (offset + size > source.size)
    throw unreadable('preview-lying', 'The directory claims to lie beyond the file', name);
  const directory = await readExactly(source, offset, offset + Math.min(size, directoryLimit));
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + 46 <= directory.length && entries.length < Math.min(count, entryLimit)) {
    const entry = entryAt(directory, at);
    if (!entry) break;
    entries.push(entry.entry);
    at = entry.next;
  }
  if (entries.length === 0 && count > 0)
    throw unreadable('preview-broken', 'The directory cannot be read', name);
  return { entries, truncated: entries.length < count };
}

function entryAt(bytes: Uint8Array, at: number): { entry: ZipEntry; next: number } | undefined {
  const view = viewOf(bytes);
  if (view.getUint32(at, true) !== 0x02014b50) return undefined;
  const flags = view.getUint16(at + 8, true);
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
    view.getUint16(at + place, true),
  );
  const nameEnd = at + 46 + (nameLength ?? 0);
  const next = nameEnd + (extraLength ?? 0) + (commentLength ?? 0);
  if (next > bytes.length) return undefined;
  const raw = bytes.subarray(at + 46, nameEnd);
  const sizes = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
  const extra = bytes.subarray(nameEnd, nameEnd + (extraLength ?? 0));
  for (let place = 0; place + 4 <= extra.length;) {
    const id = viewOf(extra).getUint16(place, true);
    const length = viewOf(extra).getUint16(place + 2, true);
    if (id === 1) {
      let value = place + 4;
      for (let index = 0; index < sizes.length && value + 8 <= place + 4 + length; index++)
        if (sizes[index] === 0xffffffff) {
          sizes[index] = Number(viewOf(extra).getBigUint64(value, true));
          value += 8;
        }
    }
    place += 4 + length;
  }
  const [size = 0, packed = 0, offset = 0] = sizes;
  const isUnicode = (flags & 0x800) !== 0 || isUtf8(raw);
  return {
    next,
    entry: {
      name: decodeText(raw, isUnicode ? 'utf-8' : 'windows-1252'),
      size,
      packed,
      offset,
      method: view.getUint16(at + 10, true),
      encrypted: (flags & 1) !== 0,
      modified: dosTime(view.getUint16(at + 14, true), view.getUint16(at + 12, true)),
    },
  };
}

/** Date and time of MS-DOS; it knows no time zone. */
function dosTime(date: number, time: number): number | undefined {
  const day = date & 31;
  if (day === 0) return undefined;
  return Date.UTC(
    (date >> 9) + 1980,
    ((date >> 5) & 15) - 1,
    day,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  );
}

/** The bytes of an entry, at most `limit`; whoever stops asking stops the reading. @throws Failure */
export async function* entryBytes(
  source: Source,
  entry: ZipEntry,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const name = { name: source.name };
  const head = viewOf(await readExactly(source, entry.offset, entry.offset + 30));
  if (head.getUint32(0, true) !== 0x04034b50)
    throw unreadable('preview-lying', 'The directory points at what is no entry', name);
  const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const end = start + entry.packed;
  if (end > source.size) throw unreadable('preview-truncated', 'The archive ends too early', name);
  if (entry.method !== 0 && entry.method !== 8)
    throw unreadable('preview-codec', 'Packed in a way that is not read here', {
      ...name,
      codec: `zip ${entry.method}`,
    });
  let got = 0;
  const pieces = entry.method === 8 ? unpacked(source, start, end, 'deflate') : stored(source, start, end);
  for await (const bytes of pieces) {
    got += bytes.length;
    if (got > limit) throw unreadable('preview-too-big', 'Unpacked it is too large', name);
    yield bytes;
  }
}

async function* stored(source: Source, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += 256 * 1024)
    yield await source.read(at, Math.min(at + 256 * 1024, end));
}
