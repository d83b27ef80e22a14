/** SQL as a text: where its tokens begin and end, changes that keep track of where each byte came from. Pure. */

export type TokenKind = 'space' | 'comment' | 'text' | 'name' | 'word' | 'sign';

/** A token by byte offsets `[start, end)` of the UTF-8 text. `text` is a quoted string, `name` a quoted identifier. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

/** Text that takes the place of the bytes `[start, end)`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const code = (sign: string) => sign.charCodeAt(0);
const [quote, doubleQuote, dollar, dash, slash, star, newline, backslash] = [...'\'"$-/*\n\\'].map(code) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

const isSpace = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13);
const isWord = (byte: number) =>
  byte >= 128 ||
  byte === 95 ||
  (byte >= 48 && byte <= 57) ||
  (byte >= 65 && byte <= 90) ||
  (byte >= 97 && byte <= 122);

/** The tokens from `start` on, as PostgreSQL's lexer, which DuckDB took over, cuts them; what is not closed goes to the end. */
export function* tokens(sql: Buffer, start = 0): Generator<Token> {
  for (let at = start; at < sql.length;) {
    const token = tokenAt(sql, at);
    yield token;
    at = token.end;
  }
}

function tokenAt(sql: Buffer, start: number): Token {
  const byte = sql[start] ?? 0;
  const next = sql[start + 1];
  const until = (kind: TokenKind, end: number): Token => ({ kind, start, end: Math.min(end, sql.length) });
  if (isSpace(byte)) return until('space', skip(sql, start, isSpace));
  if (byte === dash && next === dash) return until('comment', after(sql, start, '\n'));
  if (byte === slash && next === star) return until('comment', commentEnd(sql, start));
  if (byte === quote) return until('text', quotedEnd(sql, start, quote, false));
  if (byte === doubleQuote) return until('name', quotedEnd(sql, start, doubleQuote, false));
  if ((byte === code('e') || byte === code('E')) && next === quote)
    return until('text', quotedEnd(sql, start + 1, quote, true));
  if (byte === dollar) {
    const tagEnd = skip(sql, start + 1, isWord);
    if (sql[tagEnd] === dollar) {
      const tag = sql.subarray(start, tagEnd + 1);
      const end = sql.indexOf(tag, tagEnd + 1);
      return until('text', end === -1 ? sql.length : end + tag.length);
    }
  }
  if (isWord(byte)) return until('word', skip(sql, start, isWord));
  return until('sign', start + 1);
}

function skip(sql: Buffer, start: number, is: (byte: number) => boolean): number {
  let at = start;
  while (at < sql.length && is(sql[at] ?? 0)) at += 1;
  return at;
}

function after(sql: Buffer, start: number, sign: string): number {
  const at = sql.indexOf(sign, start);
  return at === -1 ? sql.length : at + sign.length;
}

/** Comments between slash and star may hold others. */
function commentEnd(sql: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at += 1) {
    if (sql[at] === slash && sql[at + 1] === star) {
      depth += 1;
      at += 1;
    } else if (sql[at] === star && sql[at + 1] === slash) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return sql.length;
}

function quotedEnd(sql: Buffer, start: number, sign: number, escapes: boolean): number {
  for (let at = start + 1; at < sql.length; at += 1) {
    if (escapes && sql[at] === backslash) at += 1;
    else if (sql[at] === sign) {
      if (sql[at + 1] !== sign) return at + 1;
      at += 1;
    }
  }
  return sql.length;
}

/** The end of the parenthesis that follows `start`; undefined when it is not closed. */
export function callEnd(sql: Buffer, start: number): number | undefined {
  let depth = 0;
  for (const token of tokens(sql, start)) {
    if (token.kind !== 'sign') continue;
    const sign = sql[token.start];
    if (sign === code('(')) depth += 1;
    if (sign === code(')')) {
      depth -= 1;
      if (depth === 0) return token.end;
    }
  }
  return undefined;
}

/** The end of a name with dots (`t.filename`, `"a b".c`) that begins at `start`. */
export function dottedEnd(sql: Buffer, start: number): number {
  let end = start;
  let wantsName = true;
  for (const token of tokens(sql, start)) {
    if (token.kind === 'space' || token.kind === 'comment') continue;
    const isName = token.kind === 'word' || token.kind === 'name';
    if (wantsName ? !isName : sql[token.start] !== code('.')) break;
    if (wantsName) end = token.end;
    wantsName = !wantsName;
  }
  return end;
}

export interface Statement {
  /** `EXPLAIN`, `EXPLAIN ANALYZE`, `EXPLAIN (FORMAT json)`... as written; empty when there is none. */
  readonly explain: string;
  readonly analyzes: boolean;
  /** Byte offsets of what is left: without `EXPLAIN` and without what follows the first semicolon. */
  readonly start: number;
  readonly end: number;
}

/** Cuts off `EXPLAIN` and the closing semicolon; what stands between is for DuckDB to read. */
export function statementOf(sql: Buffer): Statement {
  const parts = [...tokens(sql)].filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const word = (index: number) => {
    const token = parts[index];
    return token ? sql.toString('utf8', token.start, token.end).toLowerCase() : '';
  };
  const end =
    parts.find((token) => sql[token.start] === code(';') && token.kind === 'sign')?.start ?? sql.length;
  const first = parts[0]?.start ?? end;
  if (word(0) !== 'explain') return { explain: '', analyzes: false, start: first, end };
  let index = 1;
  let analyzes = false;
  for (; ['analyze', 'verbose'].includes(word(index)); index += 1) analyzes ||= word(index) === 'analyze';
  let start = parts[index]?.start ?? end;
  if (word(index) === '(' && ['format', 'analyze'].includes(word(index + 1))) {
    const options = callEnd(sql, start) ?? end;
    analyzes ||= /\banalyze\b/i.test(sql.toString('utf8', start, options));
    start = parts.find((token) => token.start >= options)?.start ?? end;
  }
  return { explain: sql.toString('utf8', first, start), analyzes, start: Math.min(start, end), end };
}

export interface Edited {
  readonly text: string;
  /** The byte offset in the original of a byte offset in the edited text; within a replacement its beginning. */
  toOriginal(offset: number): number;
}

/** Applies edits that do not overlap to the bytes `[start, end)`. */
export function applyEdits(sql: Buffer, edits: readonly Edit[], start = 0, end = sql.length): Edited {
  const sorted = edits
    .filter((edit) => edit.start >= start && edit.end <= end)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const pieces: { text: string; from: number; original: number; kept: boolean }[] = [];
  let at = start;
  let length = 0;
  const add = (text: string, original: number, kept: boolean) => {
    pieces.push({ text, from: length, original, kept });
    length += Buffer.byteLength(text);
  };
  for (const edit of sorted) {
    add(sql.toString('utf8', at, edit.start), at, true);
    add(edit.text, edit.start, false);
    at = edit.end;
  }
  add(sql.toString('utf8', at, end), at, true);
  return {
    text: pieces.map(({ text }) => text).join(''),
    toOriginal(offset) {
      const piece = pieces.findLast(({ from }) => from <= offset);
      if (!piece) return start;
      return Math.min(end, piece.kept ? piece.original + offset - piece.from : piece.original);
    },
  };
}

/** Line and column (from 1) and the position in characters (from 0) of a byte offset. */
export function placeOf(sql: Buffer, offset: number): { line: number; column: number; position: number } {
  const before = sql.toString('utf8', 0, Math.min(offset, sql.length));
  const lastBreak = before.lastIndexOf(String.fromCharCode(newline));
  return { line: before.split('\n').length, column: before.length - lastBreak, position: before.length };
}

/** A text as SQL writes it. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as SQL writes it, whatever signs it holds. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
