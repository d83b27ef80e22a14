/** Cuts JSON text into its objects without parsing them. Pure. */
import { jsonFault } from './json-fault.ts';
import { SourceFault } from './findings.ts';
import { positionIn, type Split, type Splitter } from './text-pieces.ts';

/** Where objects lie in the text. */
export type Spans = [start: number, end: number][];

/** Lines that are not blank. */
export function splitLines(text: string, isLast: boolean): Split<Spans> {
  const records: Spans = [];
  const used = isLast ? text.length : text.lastIndexOf('\n') + 1;
  for (let start = 0; start < used;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? used : found;
    if (text.slice(start, end).trim() !== '') records.push([start, end]);
    start = end + 1;
  }
  return { records, used };
}

/** What may come between objects; `any`: a part of a list that was read before. */
type Between = 'list' | 'first' | 'next' | 'comma' | 'end' | 'sequence' | 'any';

/** What follows on a sign between objects, or on an object (`{`); undefined: it must not stand there. */
function after(between: Between, sign: string): Between | undefined {
  if (/\s/.test(sign) || (between === 'any' && /[,[\]{]/.test(sign))) return between;
  switch (sign) {
    case '[':
      return between === 'list' ? 'first' : undefined;
    case ']':
      return between === 'first' || between === 'comma' ? 'end' : undefined;
    case ',':
      return between === 'comma' ? 'next' : undefined;
    case '{':
      if (between === 'sequence') return between;
      return between === 'first' || between === 'next' ? 'comma' : undefined;
    default:
      return undefined;
  }
}

const quote = 34;
const backslash = 92;
const opening = new Set([91, 123]);
const closing = new Set([93, 125]);

/**
 * Splits a list of objects, or objects one after the other (`sequence`), given in order; it throws `bad-json` for what else stands there and
 * for an end that comes too early.
 */
export function createElementSplitter(from: 'list' | 'sequence' | 'any'): Splitter<Spans> {
  let sure: Between = from;
  return (text, isLast, line) => {
    const records: Spans = [];
    let between = sure;
    let used = 0;
    let start = 0;
    let depth = 0;
    const fault = (at: number) => new SourceFault('bad-json', 'It is no JSON', positionIn(text, at, line));
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (depth > 0) {
        if (unit === quote) at = endOfString(text, at);
        else if (opening.has(unit)) depth++;
        else if (closing.has(unit)) depth--;
        if (depth > 0) continue;
        records.push([start, at + 1]);
      } else {
        const next = after(between, text[at] ?? '');
        if (next === undefined) throw fault(at);
        between = next;
        if (unit === 123) {
          depth = 1;
          start = at;
          continue;
        }
      }
      used = at + 1;
      sure = between;
    }
    if (isLast && depth > 0) throw fault(start + Math.max(0, jsonFault(text.slice(start))));
    if (isLast && (between === 'next' || between === 'comma' || between === 'first'))
      throw fault(text.length);
    return { records, used: isLast ? text.length : used };
  };
}

/** Index of the closing quote; the end of the text where there is none. */
function endOfString(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
