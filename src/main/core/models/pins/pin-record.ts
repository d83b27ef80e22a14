/** A pin as it lies in the store: what is to be kept, and which of its files are here. */
import { z } from 'zod';
import { SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { Pin } from '../../../../shared/contract/models/pins.ts';
import type { Store } from '../../store/store.ts';

export const PinFile = z.object({
  /** In the version: `artifacts/run.bin`. */
  path: z.string(),
  /** Absent where the server does not say. */
  bytes: z.int().optional(),
  etag: z.string().optional(),
  /** Of the bytes that are here, whole and compared. */
  sha256: z.string().optional(),
});
export type PinFile = z.infer<typeof PinFile>;

export const PinRecord = Pin.pick({
  id: true,
  from: true,
  name: true,
  version: true,
  pinnedAt: true,
  usedAt: true,
  flavours: true,
  whyNot: true,
  content: true,
  problem: true,
}).extend({
  /** What runs when the app ends waits when it starts again. */
  state: z.enum(['waiting', 'paused', 'failed', 'ready']),
  /** A file that a person brought. */
  source: SourceFile.optional(),
  files: z.array(PinFile),
  /** Path of the file that predicts. */
  model: z.string().optional(),
});
export type PinRecord = z.infer<typeof PinRecord>;

/** How the keys of pins begin in the store. */
export const pinPrefix = 'pins/';
const quotaKey = 'models/pin-quota';
/** Seven models of the size that INSEE trains. */
const usualQuota = 10 * 1024 ** 3;

/** All pins of a store; one that cannot be read is not there. */
export async function loadPins(store: Store): Promise<PinRecord[]> {
  const kept = await store.kept(pinPrefix);
  const read = await Promise.all(kept.map(({ key }) => store.get(key)));
  return read.flatMap((one) => PinRecord.safeParse(one?.value).data ?? []);
}

/** Resolves when it is on disk. */
export const keepPin = (store: Store, record: PinRecord): Promise<void> =>
  store.set(pinPrefix + record.id, record);

export const forgetPin = (store: Store, id: string): Promise<void> => store.delete(pinPrefix + id);

/** Bytes that all pins may take. */
export async function quotaOf(store: Store): Promise<number> {
  return (
    z
      .int()
      .positive()
      .safeParse((await store.get(quotaKey))?.value).data ?? usualQuota
  );
}

export const keepQuota = (store: Store, bytes: number): Promise<void> => store.set(quotaKey, bytes);
