/** A sync: the manifests are applied, and what is left over is pruned where that was asked for. */
import type { ObjectStore } from '../kubernetes/model.ts';
import { StatusError } from '../kubernetes/status.ts';
import { at, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { applied, withNote } from './apply.ts';
import type { Compared } from './comparison.ts';

export interface Outcome {
  readonly phase: 'Succeeded' | 'Failed';
  readonly message: string;
  readonly resources: readonly object[];
}

/** What an operation asks: `operation.sync`. */
export interface Wishes {
  readonly dryRun: boolean;
  readonly prune: boolean;
  /** Only these, where any are named. */
  readonly only: readonly Fields[];
}

/** Reads the wishes of an operation. */
export function readWishes(sync: unknown): Wishes {
  return {
    dryRun: at(sync, 'dryRun') === true,
    prune: at(sync, 'prune') === true,
    only: listOf(at(sync, 'resources')),
  };
}

/** Applies what was compared. What fails stops nothing else; the outcome tells it. */
export function sync(store: ObjectStore, all: readonly Compared[], { dryRun, prune, only }: Wishes): Outcome {
  const chosen = all.filter(
    ({ kind, name, group }) =>
      only.length === 0 ||
      only.some(
        (one) => one['kind'] === kind && one['name'] === name && (textOf(one['group']) ?? '') === group,
      ),
  );
  const failures: string[] = [];
  const resources = chosen.map((one) => {
    const { group, version, kind, namespace, name } = one;
    const base = { ...(group === '' ? {} : { group }), version, kind, namespace, name };
    const called = `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${name}`;
    try {
      const [status, done] = perform(store, one, { dryRun, prune });
      return {
        ...base,
        status,
        message: `${done === 'ignored (requires pruning)' ? '' : `${called} `}${done}${dryRun ? ' (dry run)' : ''}`,
        hookPhase: 'Running',
        syncPhase: 'Sync',
      };
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      failures.push(error.message);
      return {
        ...base,
        status: 'SyncFailed',
        message: error.message,
        hookPhase: 'Failed',
        syncPhase: 'Sync',
      };
    }
  });
  if (failures.length > 0)
    return {
      phase: 'Failed',
      message: `one or more objects failed to apply, reason: ${failures.join('; ')}`,
      resources,
    };
  const message = dryRun ? 'successfully synced (dry run)' : 'successfully synced (all tasks run)';
  return { phase: 'Succeeded', message, resources };
}

function perform(
  store: ObjectStore,
  { plural, namespace, name, manifest, live }: Compared,
  { dryRun, prune }: Pick<Wishes, 'dryRun' | 'prune'>,
): [status: string, done: string] {
  if (manifest === undefined) {
    if (!prune) return ['PruneSkipped', 'ignored (requires pruning)'];
    if (!dryRun) store.delete(plural, namespace, name);
    return ['Pruned', 'pruned'];
  }
  if (live === undefined) {
    if (!dryRun) store.create(withNote(manifest, manifest));
    return ['Synced', 'created'];
  }
  const before = live.metadata.resourceVersion;
  const after = dryRun ? live : store.update(withNote(applied(live, manifest), manifest));
  return ['Synced', after.metadata.resourceVersion === before ? 'unchanged' : 'configured'];
}
