/** Patterns of object names: `*`, `**`, `?`, `[a-z]`, `{a,b}`. Pure. */

export interface S3Address {
  readonly bucket: string;
  /** Key or pattern of keys. */
  readonly pattern: string;
}

/** Bucket and key of `s3://bucket/key`; undefined when it is no such address. */
export function s3Address(text: string): S3Address | undefined {
  const [, bucket, pattern] = /^s3a?:\/\/([^/]+)\/(.+)$/is.exec(text) ?? [];
  return bucket && pattern ? { bucket, pattern } : undefined;
}

/** True for what begins as an address of an object store, well-formed or not. */
export function isS3(text: string): boolean {
  return /^s3a?:\/\//i.test(text);
}

/** True when it means more than the one key that it spells. */
export function isPattern(pattern: string): boolean {
  return /[*?[]|\{[^}]*,[^}]*\}/.test(pattern);
}

/** What every key that fits begins with. */
export function fixedPrefix(pattern: string): string {
  return pattern.slice(0, /[*?[]|\{[^}]*,[^}]*\}/.exec(pattern)?.index ?? pattern.length);
}

/** Tells whether a key fits, as DuckDB's glob does it: `*` and `?` stay within a level, `**` spans levels. */
export function matcher(pattern: string): (key: string) => boolean {
  const expressions = alternatives(pattern).map(
    (one) => new RegExp(`^${one.split('/').map(segment).join('/').replaceAll('(?:.*)/', '(?:.*/)?')}$`, 'su'),
  );
  return (key) => expressions.some((expression) => expression.test(key));
}

/** Replaces `{a,b}` by each of its words: at most 1,000 patterns. */
export function alternatives(pattern: string): string[] {
  let list = [pattern];
  for (;;) {
    const index = list.findIndex((one) => /\{[^{}]*,[^{}]*\}/.test(one));
    const one = list[index];
    if (one === undefined || list.length > 1_000) return list;
    const [whole = '', words = ''] = /\{([^{}]*,[^{}]*)\}/.exec(one) ?? [];
    list = [
      ...list.slice(0, index),
      ...words.split(',').map((word) => one.replace(whole, () => word)),
      ...list.slice(index + 1),
    ];
  }
}

function segment(text: string): string {
  if (text === '**') return '(?:.*)';
  let expression = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    const set = sign === '[' ? /^\[(!?)(\]?[^\]]*)\]/.exec(text.slice(at)) : null;
    if (sign === '*') expression += '[^/]*';
    else if (sign === '?') expression += '[^/]';
    else if (set) {
      expression += `[${set[1] ? '^' : ''}${(set[2] ?? '').replace(/[\\\][^]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else expression += sign.replace(/[\\^$.|+()[\]{}/*?]/, '\\$&');
  }
  return expression;
}

/** A key as a pattern that means that key alone. */
export function asPattern(key: string): string {
  return key.replace(/[*?[]/g, '[$&]');
}
