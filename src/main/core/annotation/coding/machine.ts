/** The laptop by which decisions are told apart. */
import { randomUUID } from 'node:crypto';
import type { Store } from '../../store/store.ts';

const key = 'annotation/machine';

/** A UUID of this laptop, platform and person; made once and kept in the store. @throws Failure `no-space` */
export async function machineOf(store: Pick<Store, 'get' | 'set'>): Promise<string> {
  const known = await store.get<{ id: string }>(key);
  if (known) return known.value.id;
  const id = randomUUID();
  await store.set(key, { id });
  return id;
}
