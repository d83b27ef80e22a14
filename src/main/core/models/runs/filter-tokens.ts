/** The words of a filter. Pure. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';

export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'operator' | 'mark' | 'end';
  /** As written; of a quoted name or text without its quotes. */
  readonly text: string;
  /** Quote that it stood in. */
  readonly quote?: string;
  /** Where it begins, from 0. */
  readonly position: number;
}

const space = /\s+/y;
// A doubled quote does not end a text, and stays doubled in it: so does sqlparse, with which MLflow reads filters.
const quoted = /'(?<single>(?:''|\\'|[^'])*)'|"(?<double>(?:""|\\"|[^"])*)"|`(?<back>[^`]*)`/y;
// No sign but a minus, digits on either side of the point.
const numeral = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_])/uy;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const operator = /[<>=!~]+/y;
const mark = /[(),.;*+/-]/y;

/** A fault in a filter. @param why in English, for logs */
export function filterFault(why: string, at: Pick<Token, 'position' | 'text'>): Failure {
  return failure('invalid-input', why, {
    reason: 'run-filter',
    field: 'filter',
    values: { position: at.position, near: at.text.slice(0, 40) },
    words: why,
  });
}

/** Splits a filter; the last token is `end`. @throws Failure `run-filter` */
export function filterTokens(filter: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const next = (pattern: RegExp) => {
    pattern.lastIndex = position;
    const found = pattern.exec(filter);
    if (found) position += found[0].length;
    return found;
  };
  while (position < filter.length) {
    if (next(space)) continue;
    const at = position;
    const inQuotes = next(quoted);
    if (inQuotes) {
      const { single, double, back = '' } = inQuotes.groups ?? {};
      const quote = inQuotes[0][0] ?? '';
      const kind = quote === '`' ? 'name' : 'text';
      tokens.push({ kind, text: single ?? double ?? back, quote, position: at });
      continue;
    }
    const kinds = [
      ['number', numeral],
      ['name', name],
      ['operator', operator],
      ['mark', mark],
    ] as const;
    const found = kinds.flatMap(([kind, pattern]) => {
      if (position !== at) return [];
      const match = next(pattern);
      return match ? [{ kind, text: match[0], position: at }] : [];
    })[0];
    if (!found)
      throw filterFault('A quote is not closed, or a character means nothing here', {
        position: at,
        text: filter.slice(at),
      });
    tokens.push(found);
  }
  return [...tokens, { kind: 'end', text: '', position: filter.length }];
}
