/** What models, training and serving keep of a person, when nobody is signed in as them. */
import type { SecretStore } from './host.ts';
import * as ofModels from './models/personal-files.ts';
import { wipePins } from './models/pins/personal-files.ts';
import { seenPrefix } from './models/seen-store.ts';
import * as ofServing from './serving/personal-files.ts';
import type { Store } from './store/store.ts';

/** Removes copies, pinned models and passwords; which servers a person added stays. @param folder the person's own */
export async function wipeCopies(
  folder: string,
  store: Store,
  secrets: SecretStore,
  person: { readonly platformId: string; readonly userName: string },
): Promise<void> {
  await wipePins(folder, store);
  for (const { key } of await store.kept(seenPrefix)) await store.delete(key);
  await ofModels.wipeCopies(folder, secrets, person);
  await ofServing.wipeCopies(secrets, person);
}
