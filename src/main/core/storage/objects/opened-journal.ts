/** What is remembered of each file that is open in another program, over a restart and a crash. */
import { z } from 'zod';
import { OpenedFile } from '../../../../shared/contract/storage/objects.ts';
import type { Store } from '../../store/store.ts';

const prefix = 'storage/opened/';

export const OpenedRecord = OpenedFile.extend({
  /** Of the object that the file was made from, or that it was last put back as. */
  etag: z.string(),
  /** SHA-256 (hexadecimal) of the file's bytes at that moment. */
  sha256: z.string(),
  /** An old version: shown, never put back. */
  readOnly: z.boolean(),
});
export type OpenedRecord = z.infer<typeof OpenedRecord>;

/** Those that can be read. */
export async function loadOpened(store: Store): Promise<OpenedRecord[]> {
  const kept = await store.kept(prefix);
  const records = await Promise.all(
    kept.map(async ({ key }) => OpenedRecord.safeParse((await store.get(key))?.value).data ?? []),
  );
  return records.flat();
}

export function saveOpened(store: Store, record: OpenedRecord): Promise<void> {
  return store.set(`${prefix}${record.id}`, record);
}

export function forgetOpened(store: Store, id: string): Promise<void> {
  return store.delete(`${prefix}${id}`);
}
