/** Some lines of a large text, read piece by piece only as far as they are. */
import type { Ranged } from '../../platform/s3/ranged-object.ts';

/** Bytes that are asked for at a time. */
const piece = 1024 ** 2;
/** Longest part of a line that is kept. */
const longestLine = 10_000;
const lineFeed = 0x0a;

/** The lines `[offset, offset + limit)`, counted from 0; fewer at the end. @throws Failure */
export async function linesOf(
  file: Pick<Ranged, 'size' | 'read'>,
  offset: number,
  limit: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  let line = 0;
  let rest: Buffer = Buffer.alloc(0);
  for (let at = 0; at < file.size && lines.length < limit; at += piece) {
    const bytes = Buffer.concat([rest, await file.read(at, at + piece, signal)]);
    let begin = 0;
    for (
      let end = bytes.indexOf(lineFeed, begin);
      end >= 0 && lines.length < limit;
      end = bytes.indexOf(lineFeed, begin)
    ) {
      if (line >= offset) lines.push(bytes.toString('utf8', begin, Math.min(end, begin + longestLine)));
      line += 1;
      begin = end + 1;
    }
    rest = bytes.subarray(begin);
  }
  if (rest.length > 0 && lines.length < limit && line >= offset)
    lines.push(rest.toString('utf8', 0, longestLine));
  return lines;
}
