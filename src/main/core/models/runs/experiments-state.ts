/** The experiments of a server, as seen last and as now. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Freshness } from '../../../../shared/contract/models/registry.ts';
import { live, type Followed } from '../../live.ts';
import type { MlflowExperiment } from '../../platform/mlflow/mlflow.ts';
import type { ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import { seenStore } from '../seen-store.ts';
import type { ReachedServer } from '../servers/servers.ts';

export interface ExperimentsView extends Freshness {
  readonly experiments: readonly MlflowExperiment[];
}

export interface ExperimentsState {
  readonly view: Followed<ExperimentsView>;
  /** Asks the server; callers share one request. Never throws. */
  refresh(): Promise<void>;
  /** Of the experiments that are known, else of the server; undefined where nobody knows. Never throws. */
  nameOf(id: string): Promise<string | undefined>;
}

const document = 'experiments';
const pageSize = 1_000;
const most = 20_000;

export function createExperimentsState(parts: {
  readonly context: ProjectContext;
  readonly seen: string;
  readonly reach: () => Promise<ReachedServer>;
  readonly surroundings: { readonly host: { readonly clock: () => number } } & Pick<
    ProjectSurroundings,
    'report'
  >;
}): ExperimentsState {
  const { surroundings } = parts;
  const store = seenStore(parts.context, parts.seen);
  const view = live<ExperimentsView>({ state: 'loading', experiments: [] });
  let under: Promise<void> | undefined;

  const begun = (async () => {
    const stored = await store.get<readonly MlflowExperiment[]>(document).catch(() => undefined);
    if (stored) view.set({ state: 'loading', asOf: stored.at, experiments: stored.value });
  })();

  async function ask(): Promise<void> {
    await begun;
    try {
      const { client } = await parts.reach();
      const experiments: MlflowExperiment[] = [];
      let from: string | undefined;
      do {
        const page = await client.searchExperiments({ view: 'ALL', most: pageSize, ...(from && { from }) });
        experiments.push(...page.values);
        if (page.next === from) break;
        from = page.next;
      } while (from !== undefined && experiments.length < most);
      view.set({ state: 'live', asOf: surroundings.host.clock(), experiments });
      await store.set(document, experiments);
    } catch (error) {
      if (!isFailure(error)) surroundings.report(error, 'refresh experiments');
      const problem = (isFailure(error) ? error : failure('internal', 'The experiments could not be read'))
        .data;
      view.set({ ...view.get(), state: 'stored', problem });
    }
  }

  const refresh = () => {
    under ??= ask().finally(() => {
      under = undefined;
    });
    return under;
  };
  const known = (id: string) => view.get().experiments.find((one) => one.id === id)?.name;

  return {
    view,
    refresh,
    async nameOf(id) {
      await begun;
      if (known(id) === undefined) await refresh();
      return known(id);
    },
  };
}
