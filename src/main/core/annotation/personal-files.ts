/** What the annotation keeps of a person, when nobody is signed in as them: what is not sent, and copies to wipe. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { SecretStore } from '../host.ts';
import type { Store } from '../store/store.ts';
import { secretPrefix } from './suggestions/kept-source.ts';

/** Decisions and settlements that no server has confirmed. */
export async function countUnsent(store: Store): Promise<number> {
  return (await store.decisions.unsent()).reduce((sum, { entries }) => sum + entries, 0);
}

/** Forgets the journals of campaigns in which something waits. */
export async function discardUnsent(store: Store): Promise<void> {
  for (const { campaign } of await store.decisions.unsent()) await store.decisions.forget(campaign);
}

/** Removes copies of items, sent files, models and the passwords of coding services; the journal and imported nomenclatures stay. */
export async function wipeCopies(
  folder: string,
  secrets: SecretStore,
  person: { readonly platformId: string; readonly userName: string },
): Promise<void> {
  for (const name of ['campaigns', 'models', 'sent'])
    await rm(path.join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  for (const key of await secrets.keys(secretPrefix(person))) await secrets.delete(key);
}
