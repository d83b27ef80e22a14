/** Tar archives (POSIX ustar, pax, GNU long names): headers alone are read, contents are passed over. */
import { unreadable, type Source } from './source.ts';

export interface TarEntry {
  readonly name: string;
  readonly size: number;
  readonly modified?: number;
}

/** Most headers looked at, each of which costs a request where contents are large. */
const headerLimit = 2_000;
const window = 64 * 1024;

const text = (bytes: Uint8Array, start: number, length: number) => {
  const field = Buffer.from(bytes.subarray(start, start + length));
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
};

/** Octal digits, or base 256 where the first bit is set (GNU). */
function number(bytes: Uint8Array, start: number, length: number): number {
  const first = bytes[start] ?? 0;
  if (first & 0x80) {
    let value = first & 0x7f;
    for (let index = 1; index < length; index++) value = value * 256 + (bytes[start + index] ?? 0);
    return value;
  }
  return Number.parseInt(text(bytes, start, length).trim() || '0', 8);
}

function checksumHolds(header: Uint8Array): boolean {
  let sum = 0;
  for (let index = 0; index < 512; index++) sum += index >= 148 && index < 156 ? 32 : (header[index] ?? 0);
  return sum === number(header, 148, 8);
}

/** The entries, at most so many. @throws Failure `preview-broken` when not even the first header is right. */
export async function listTar(
  source: Source,
  most: number,
): Promise<{ entries: TarEntry[]; truncated: boolean }> {
  const entries: TarEntry[] = [];
  let held: Uint8Array = new Uint8Array(0);
  let heldAt = 0;
  let longName: string | undefined;
  let longSize: number | undefined;
  const bytes = async (start: number, length: number) => {
    if (start < heldAt || start + length > heldAt + held.length) {
      held = await source.read(start, Math.min(start + Math.max(window, length), source.size));
      heldAt = start;
    }
    return held.subarray(start - heldAt, start - heldAt + length);
  };
  let at = 0;
  for (let headers = 0; at + 512 <= source.size; headers++) {
    if (entries.length >= most || headers >= headerLimit * (source.size > 64 * window ? 1 : 10))
      return { entries, truncated: true };
    const header = await bytes(at, 512);
    if (header.every((byte) => byte === 0)) return { entries, truncated: false };
    if (!checksumHolds(header)) {
      if (entries.length === 0)
        throw unreadable('preview-broken', 'This is no tar archive', { name: source.name });
      return { entries, truncated: true };
    }
    const size = number(header, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0)
      throw unreadable('preview-lying', 'An entry claims an impossible size', { name: source.name });
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'L' || type === 'x') {
      const value = Buffer.from(await bytes(at + 512, Math.min(size, 16 * 1024)));
      if (type === 'L') longName = value.toString('utf8').replace(/\0.*$/s, '');
      else {
        longName = /(?:^|\n)\d+ path=(.*)\n/.exec(value.toString('utf8'))?.[1] ?? longName;
        const told = /(?:^|\n)\d+ size=(\d+)\n/.exec(value.toString('utf8'))?.[1];
        longSize = told === undefined ? longSize : Number(told);
      }
    } else if (type !== 'g' && type !== 'K') {
      const prefix =
        text(header, 257, 5) === 'ustar' && !text(header, 257, 8).endsWith(' ') ? text(header, 345, 155) : '';
      const short = text(header, 0, 100);
      const modified = number(header, 136, 12) * 1000;
      entries.push({
        name: longName ?? (prefix ? `${prefix}/${short}` : short),
        size: longSize ?? size,
        ...(Number.isFinite(modified) && { modified }),
      });
      longName = undefined;
    }
    const passed = type === 'x' || type === 'L' ? size : (longSize ?? size);
    if (type !== 'x' && type !== 'L') longSize = undefined;
    at += 512 + Math.ceil(passed / 512) * 512;
    if (!Number.isSafeInteger(at)) break;
  }
  return { entries, truncated: source.cut || at > source.size || entries.length === 0 };
}
