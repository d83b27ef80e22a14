/** What the models keep of a person, when nobody is signed in as them: copies to wipe. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { SecretStore } from '../host.ts';
import { secretPrefix } from './servers/server-secrets.ts';

/**
 * Removes what was seen of servers, pinned models and the secrets of servers; the list of servers stays. Documents of the store go by
 * `seenPrefix` of seen-store.ts.
 * @param folder the person's own, as `ProjectContext` has it
 */
export async function wipeCopies(
  folder: string,
  secrets: SecretStore,
  person: { readonly platformId: string; readonly userName: string },
): Promise<void> {
  await rm(path.join(folder, 'models'), { recursive: true, force: true, maxRetries: 3 });
  for (const key of await secrets.keys(secretPrefix(person))) await secrets.delete(key);
}
