/** What metadata and tags may hold (S3: "Object metadata", "Object tagging"). Pure. */

export type PairsProblem = 'names' | 'twice' | 'header' | 'tooMany' | 'tooLong';
type Pair = readonly [string, string];

/** The first rule that is broken; undefined when they can be sent. */
export function pairsProblem(kind: 'metadata' | 'tags', pairs: readonly Pair[]): PairsProblem | undefined {
  const names = pairs.map(([name]) => (kind === 'metadata' ? name.trim().toLowerCase() : name));
  if (names.some((name) => name.trim() === '')) return 'names';
  if (new Set(names).size < names.length) return 'twice';
  if (kind === 'metadata') {
    // Names travel as headers of HTTP (RFC 9110, token), at most 2 KiB together.
    if (names.some((name) => !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))) return 'header';
    const bytes = pairs.reduce(
      (sum, [name, value]) => sum + name.length + new TextEncoder().encode(value).length,
      0,
    );
    return bytes > 2048 ? 'tooLong' : undefined;
  }
  if (pairs.length > 10) return 'tooMany';
  return pairs.some(([name, value]) => name.length > 128 || value.length > 256) ? 'tooLong' : undefined;
}
