/** The registry of one server: as seen last, as now, and again after each change. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Freshness } from '../../../../shared/contract/models/registry.ts';
import { live, type Followed } from '../../live.ts';
import type { ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import { seenStore } from '../seen-store.ts';
import type { ReachedServer } from '../servers/servers.ts';
import { readModel, readRegistry } from './read-registry.ts';
import { withModel, type RegistrySnapshot } from './snapshot.ts';

export interface RegistryView extends Freshness {
  readonly snapshot: RegistrySnapshot;
}

export interface RegistryState {
  readonly view: Followed<RegistryView>;
  /** Asks the server where what is known is older than a moment; callers share one request. Never throws. */
  refresh(options?: { readonly force?: boolean }): Promise<void>;
  /** Asks for one model, after it was changed. Never throws. */
  refreshModel(name: string): Promise<void>;
}

const empty: RegistrySnapshot = { models: [], versions: [] };
/** Milliseconds for which an answer is fresh. */
const fresh = 5_000;
const document = 'registry';

/** @param reach asks anew each time: the sign-in may have changed */
export function createRegistryState(parts: {
  readonly context: ProjectContext;
  readonly seen: string;
  readonly reach: () => Promise<ReachedServer>;
  readonly surroundings: Pick<ProjectSurroundings, 'report'> & { readonly host: { clock: () => number } };
}): RegistryState {
  const { context, reach, surroundings } = parts;
  const { clock } = surroundings.host;
  const store = seenStore(context, parts.seen);
  const view = live<RegistryView>({ state: 'loading', snapshot: empty });
  let under: Promise<void> | undefined;

  const begun = (async () => {
    const stored = await store.get<RegistrySnapshot>(document).catch(() => undefined);
    if (stored) view.set({ state: 'loading', asOf: stored.at, snapshot: stored.value });
  })();

  /** Changes what is shown and keeps it. */
  async function learn(
    change: (before: RegistrySnapshot) => RegistrySnapshot,
    isWhole: boolean,
  ): Promise<void> {
    const before = view.get();
    const snapshot = change(before.snapshot);
    view.set(isWhole ? { state: 'live', asOf: clock(), snapshot } : { ...before, snapshot });
    await store.set(document, snapshot);
  }

  function fail(error: unknown): void {
    if (!isFailure(error)) surroundings.report(error, 'refresh the registry');
    const problem = (isFailure(error) ? error : failure('internal', 'The registry could not be read')).data;
    const { asOf, snapshot } = view.get();
    view.set({ state: 'stored', snapshot, problem, ...(asOf !== undefined && { asOf }) });
  }

  async function ask(): Promise<void> {
    await begun;
    try {
      const snapshot = await readRegistry((await reach()).client, {});
      await learn(() => snapshot, true);
    } catch (error) {
      fail(error);
    }
  }

  return {
    view,
    refresh({ force = false } = {}) {
      const { state, asOf } = view.get();
      const isFresh = state === 'live' && asOf !== undefined && clock() - asOf < fresh;
      if (isFresh && !force) return Promise.resolve();
      under ??= ask().finally(() => {
        under = undefined;
      });
      return under;
    },
    async refreshModel(name) {
      // An answer that was on its way before the change would undo it on the screen.
      await under;
      await begun;
      try {
        const now = await readModel((await reach()).client, name, {});
        await learn((before) => withModel(before, name, now), false);
      } catch (error) {
        fail(error);
      }
    },
  };
}
