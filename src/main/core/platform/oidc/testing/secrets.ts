/** Secrets in memory, and what was written to them, in order. */
import type { SecretStore } from '../../../host.ts';

export function testSecrets(): SecretStore & {
  readonly values: Map<string, string>;
  readonly written: string[];
} {
  const values = new Map<string, string>();
  const written: string[] = [];
  return {
    kind: 'memory',
    values,
    written,
    get: async (key) => values.get(key),
    async set(key, value) {
      values.set(key, value);
      written.push(key);
    },
    async delete(key) {
      values.delete(key);
    },
    keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  };
}
