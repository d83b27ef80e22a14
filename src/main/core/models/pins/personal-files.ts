/** What the pins keep of a person, when nobody is signed in as them: all of it are copies. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '../../store/store.ts';
import { pinPrefix } from './pin-record.ts';

/** Removes models, files of predictions, and what is known of them. @param folder the person's own */
export async function wipePins(folder: string, store: Store): Promise<void> {
  for (const { key } of await store.kept(pinPrefix)) await store.delete(key);
  for (const name of ['pins', 'predicted'])
    await rm(path.join(folder, 'models', name), { recursive: true, force: true, maxRetries: 3 });
}
