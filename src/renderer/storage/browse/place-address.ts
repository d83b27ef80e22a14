/** Paths as a person types and reads them: `bucket/prefix/`, `s3://bucket/key`. Pure. */

export type ReadAddress =
  | { readonly kind: 'place'; readonly bucket: string; readonly prefix: string }
  /** Without a slash at the end: an object, or a folder. */
  | { readonly kind: 'either'; readonly bucket: string; readonly key: string }
  | { readonly kind: 'wrong'; readonly why: 'empty' | 'scheme' | 'bucket' | 'long' };

// Older servers hold buckets with capitals and underscores: what exists may be visited.
const visitable = /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/;

/** Longest key in bytes of UTF-8 (S3 user guide, "Creating object key names"). */
const longestKey = 1024;

/** Reads what was typed. Blanks belong to a key, except before the address and a line break after it. */
export function readAddress(text: string): ReadAddress {
  const typed = text.trimStart().replace(/[\r\n]+$/, '');
  if (typed === '' || typed === '/') return { kind: 'wrong', why: 'empty' };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed);
  if (scheme && !/^s3[an]?$/i.test(scheme[1] ?? '')) return { kind: 'wrong', why: 'scheme' };
  const path = scheme ? typed.slice(scheme[0].length) : typed.replace(/^\//, '');
  const cut = path.indexOf('/');
  const bucket = (cut < 0 ? path : path.slice(0, cut)).trimEnd();
  const key = cut < 0 ? '' : path.slice(cut + 1);
  if (!visitable.test(bucket)) return { kind: 'wrong', why: 'bucket' };
  if (new TextEncoder().encode(key).length > longestKey) return { kind: 'wrong', why: 'long' };
  return key === '' || key.endsWith('/')
    ? { kind: 'place', bucket, prefix: key }
    : { kind: 'either', bucket, key };
}

export interface Crumb {
  /** Empty where two slashes follow each other. */
  readonly name: string;
  readonly prefix: string;
}

/** The folders on the way to a prefix (empty or ending with a slash), outermost first. */
export function crumbsOf(prefix: string): Crumb[] {
  const names = prefix.split('/').slice(0, -1);
  return names.map((name, index) => ({ name, prefix: `${names.slice(0, index + 1).join('/')}/` }));
}

/** The prefix in which a key or a prefix lies; `''` at the top of the bucket. */
export function parentOf(key: string): string {
  const bare = key.endsWith('/') ? key.slice(0, -1) : key;
  return bare.slice(0, bare.lastIndexOf('/') + 1);
}

/** The last part of a key; a prefix keeps its slash. */
export function nameOf(key: string): string {
  return key.slice(parentOf(key).length);
}

/** The address that other programs understand. */
export function s3Address(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

/** Whether an address of a transfer lies in a bucket. */
export function touchesBucket(address: string | undefined, bucket: string): boolean {
  return address !== undefined && (address === `s3://${bucket}` || address.startsWith(`s3://${bucket}/`));
}
