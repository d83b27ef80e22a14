/** Text files in pieces that begin and end between records, so that each piece can be read again by itself. */
import type { Input, Place } from './blocks.ts';
import { bytesOf, createDecoder, substitute, type Decoder, type Encoding } from './encoding.ts';
import type { Findings } from './findings.ts';

/** Bytes of a piece; a record is at most as long. */
export const pieceBytes = 4 * 1024 * 1024;

/** What a format makes of text that begins with a record; `used` characters end with one. */
export interface Split<Records> {
  readonly records: Records;
  readonly used: number;
}

/** @param isLast nothing comes after the text. @throws SourceFault with the place */
export type Splitter<Records> = (text: string, isLast: boolean, line: number) => Split<Records>;

export interface Piece<Records> {
  readonly place: Place;
  readonly text: string;
  readonly records: Records;
}

/** Reads from `from` to the end, the next bytes while the last ones are split. */
export async function* piecesOf<Records>(
  input: Input,
  from: number,
  decoder: Decoder,
  split: Splitter<Records>,
  findings: Findings,
): AsyncGenerator<Piece<Records>> {
  let text = '';
  let place = { start: from, line: 1 };
  let coming = input.read(from, from + pieceBytes);
  for (let at = from; ;) {
    const bytes = await coming;
    at += bytes.length;
    // A file that is shorter than was said ends here.
    const isLast = at >= input.size || bytes.length === 0;
    if (!isLast) {
      coming = input.read(at, at + pieceBytes);
      // Who breaks off does not wait for it.
      coming.catch(() => undefined);
    }
    const before = decoder.damaged;
    text += decoder.decode(bytes, isLast);
    if (before === 0 && decoder.damaged > 0)
      findings.add({
        kind: 'encoding',
        name: input.name,
        ...positionIn(text, text.indexOf(substitute), place.line),
      });
    const { records, used } = split(text, isLast, place.line);
    const whole = text.slice(0, used);
    const end = place.start + bytesOf(whole, decoder.encoding);
    yield { place: { ...place, end }, text: whole, records };
    if (isLast) return;
    place = { start: end, line: place.line + linesIn(whole) };
    text = text.slice(used);
  }
}

/** The text of a piece that was read before. */
export async function textAt(input: Input, place: Place, encoding: Encoding): Promise<string> {
  const bytes = await input.read(place.start, place.end);
  return createDecoder(encoding).decode(bytes, true);
}

/** Line ends in a text. */
export function linesIn(text: string, end = text.length): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Line and column of a place in a text that begins with the line `line`; both from 1. */
export function positionIn(text: string, at: number, line: number): { line: number; column: number } {
  return { line: line + linesIn(text, at), column: at - text.lastIndexOf('\n', at - 1) };
}
