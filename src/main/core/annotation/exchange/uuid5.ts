/** UUIDs that follow from a name (RFC 9562, 5.5): the same name, the same UUID. Pure. */
import { createHash } from 'node:crypto';

/** Of all our names. */
const space = Buffer.from('5f1c9e0c2b7d4c1f8a3e6d90b4a7f215', 'hex');

export function uuid5(name: string): string {
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
