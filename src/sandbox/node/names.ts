/** Names that controllers make: hashes of templates and random endings. */
import { createHash, randomInt } from 'node:crypto';

// The alphabet of k8s.io/apimachinery/pkg/util/rand: no vowels, so that no name spells a word.
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Five random characters for `generateName`, as the API server appends them. */
export function randomEnding(length = 5): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** A short stable hash of a pod template, for `pod-template-hash` and `controller-revision-hash`; ten characters of the name alphabet. */
export function templateHash(template: unknown): string {
  const digest = createHash('sha256').update(stableText(template)).digest();
  return Array.from(digest.subarray(0, 10), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** JSON with sorted keys, so that equal values give equal text whatever the order of their keys. */
export function stableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${stableText(entry)}`).join(',')}}`;
}
