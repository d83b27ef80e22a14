/** Workflows as they were last seen, for a screen without a network. */
import { Workflow } from '../../../../shared/contract/training/workflows.ts';
import type { Store } from '../../store/store.ts';

const prefix = 'training/workflow/';
/** Those seen last stay. */
const mostKept = 50;

const keyOf = (namespace: string, name: string) => `${prefix}${namespace}/${name}`;

/** As it was last seen; undefined where it never was, or by a version that wrote something else. */
export async function keptDetail(
  store: Pick<Store, 'get'>,
  namespace: string,
  name: string,
): Promise<Workflow | undefined> {
  return Workflow.safeParse((await store.get(keyOf(namespace, name)))?.value).data;
}

/** Keeps it, and forgets those that nobody looked at for longest. */
export async function keepDetail(
  store: Pick<Store, 'set' | 'kept' | 'delete'>,
  namespace: string,
  detail: Workflow,
): Promise<void> {
  await store.set(keyOf(namespace, detail.workflow.name), detail);
  const kept = [...(await store.kept(prefix))].sort((one, other) => other.at - one.at);
  for (const { key } of kept.slice(mostKept)) await store.delete(key);
}

/** Forgets one that was removed. */
export async function forgetDetail(
  store: Pick<Store, 'delete'>,
  namespace: string,
  name: string,
): Promise<void> {
  await store.delete(keyOf(namespace, name));
}
