/** What serving keeps of a person, when nobody is signed in as them. */
import type { SecretStore } from '../host.ts';
import { secretPrefix } from './asking/served-passwords.ts';

/** Removes the passwords of served models and of Argo CD. */
export async function wipeCopies(
  secrets: SecretStore,
  person: { readonly platformId: string; readonly userName: string },
): Promise<void> {
  for (const key of await secrets.keys(secretPrefix(person))) await secrets.delete(key);
}
