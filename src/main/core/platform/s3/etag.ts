/** What an ETag tells of an object's bytes. Pure. */
import { createHash } from 'node:crypto';

/** An ETag without quotes, in lower case where it is hexadecimal. */
export function bareEtag(etag: string): string {
  const bare = etag.replace(/^W\//, '').replace(/^"|"$/g, '');
  return /^[0-9a-f]+(-\d+)?$/i.test(bare) ? bare.toLowerCase() : bare;
}

/** As a condition wants it: with quotes; empty stays empty. */
export function quotedEtag(etag: string): string {
  return etag === '' || /^(W\/)?"/.test(etag) ? etag : `"${etag}"`;
}

/**
 * `md5`: of the whole object. `composite`: MD5 of the parts' MD5s, with their number. `odd`: it tells nothing (SSE-KMS, SSE-C, other servers).
 * An encrypted object has an ETag of the same form that is no MD5: only a comparison can tell (Amazon S3 API, Object, ETag).
 */
export function kindOfEtag(etag: string): 'md5' | 'composite' | 'odd' {
  const bare = bareEtag(etag);
  if (/^[0-9a-f]{32}$/.test(bare)) return 'md5';
  return /^[0-9a-f]{32}-\d{1,5}$/.test(bare) ? 'composite' : 'odd';
}

/** True where headers say that the ETag is no MD5: encrypted by another key than the server's own. */
export function hidesMd5(headers: Readonly<Record<string, string>>): boolean {
  const encryption = headers['x-amz-server-side-encryption'];
  return (
    (encryption !== undefined && encryption !== 'AES256') ||
    headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined
  );
}

/** ETag of an object made of parts with these MD5s (hexadecimal), in order. */
export function compositeEtag(parts: readonly string[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(bareEtag(part), 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}
