/** What the storage keeps of a person, when nobody is signed in as them: what is not sent, and copies to wipe. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { SecretStore } from '../host.ts';
import type { Store } from '../store/store.ts';
import { forgetOpened, loadOpened } from './objects/opened-journal.ts';
import { secretPrefix } from './places/own-profiles.ts';

/** As much of a transfer's record as it takes to tell that it sends something. */
const Sending = z.object({
  kind: z.string(),
  state: z.string(),
  job: z.object({ kind: z.string(), direction: z.string().optional() }),
});

/** Transfers that still send, by their id. */
async function sending(store: Store): Promise<string[]> {
  return (await store.transfers.transfers()).flatMap(({ id, record }) => {
    const { kind, state, job } = Sending.parse(JSON.parse(record));
    const sends = kind === 'upload' || (job.kind === 'sync' && job.direction === 'up');
    return sends && state !== 'done' && state !== 'cancelled' ? [id] : [];
  });
}

const unsavedStates = new Set(['saving', 'conflict', 'failed', 'waiting']);

/** Files that uploads have not sent yet (at least one an upload), and files open elsewhere whose changes are not sent. */
export async function countUnsent(store: Store): Promise<number> {
  const opened = (await loadOpened(store)).filter(({ state }) => unsavedStates.has(state)).length;
  const transfers = await Promise.all(
    (await sending(store)).map(async (id) => {
      const sums = await store.transfers.sums(id);
      const left = sums.filter(({ state }) => state !== 'done' && state !== 'skipped');
      return Math.max(
        1,
        left.reduce((sum, { files }) => sum + files, 0),
      );
    }),
  );
  return transfers.reduce((sum, files) => sum + files, opened);
}

/** Forgets all of it; parts that a server has stay among its unfinished uploads. */
export async function discardUnsent(store: Store, folder: string): Promise<void> {
  const ids = await sending(store);
  await store.transfers.write(ids.map((id) => ({ kind: 'forget', id })));
  for (const { id } of await loadOpened(store)) await forgetOpened(store, id);
  for (const name of ['staged', 'opened'])
    await rm(path.join(folder, name), { recursive: true, force: true });
}

/** Removes copies of objects and the keys of own profiles; what is not sent stays. */
export async function wipeCopies(
  folder: string,
  secrets: SecretStore,
  person: { readonly platformId: string; readonly userName: string },
): Promise<void> {
  for (const name of ['cache', 'query'])
    await rm(path.join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  for (const key of await secrets.keys(secretPrefix(person))) await secrets.delete(key);
}
