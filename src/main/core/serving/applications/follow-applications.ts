/** The applications of one project, stored first and then live. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { ApplicationDetail } from '../../../../shared/contract/serving/applications.ts';
import { live, type Followed } from '../../live.ts';
import type { ArgoApplication } from '../../platform/argo-cd/application.ts';
import type { ArgoCdApi } from '../../platform/argo-cd/argo-cd-api.ts';
import type { ProjectContext } from '../../project-context.ts';
import { followArgoApplications, type ArgoApplications, type ArgoWay } from './argo-way.ts';
import { noObjects, watchCollections, type Collections, type WatchedCollections } from './collections.ts';
import { joinApplications } from './join.ts';
import { keepApplications, keptApplications } from './kept-applications.ts';
import { createKnownRights, type Rights } from './known-rights.ts';
import { argoId, keptDeployments } from './read-argo-application.ts';
import type { Workload } from './workload.ts';

export interface ApplicationsState {
  readonly details: readonly ApplicationDetail[];
  readonly state: 'loading' | 'live' | 'stored' | 'unsupported';
  readonly asOf: number | undefined;
  readonly problem: FailureData | undefined;
  readonly argoCdProblem: FailureData | undefined;
}

export interface FollowedApplications {
  readonly state: Followed<ApplicationsState>;
  /** Aborted by `close`. */
  readonly ended: AbortSignal;
  /** An Application of Argo CD as it is now, with the way to it; undefined where it is not known (any more). */
  argo(id: string): { readonly application: ArgoApplication; readonly way: ArgoWay } | undefined;
  /** The Deployments that are meant by an application: itself, or those that Argo CD keeps. */
  deployments(id: string): readonly Workload[];
  collections(): Collections;
  /** What the person may do with Deployments of a namespace: known of the project's own. */
  rightsOf(namespace: string): Rights;
  /** Looks at once where nothing tells of changes by itself. */
  ask(): void;
  wake(): void;
  /** Resolves when what is to be kept is kept. */
  close(): Promise<void>;
}

/** Milliseconds in which changes are gathered before they are shown, and before they are kept. */
const gather = { shown: 50, kept: 2_000 };

/** Starts following; everything is let go by `close`. */
export function followApplications(
  context: ProjectContext,
  parts: {
    readonly api: ArgoCdApi | undefined;
    readonly clock: () => number;
    readonly report: (error: unknown, where: string) => void;
  },
): FollowedApplications {
  const { cluster, namespace, platform } = context;
  const { api, clock, report } = parts;
  const end = new AbortController();
  const { signal } = end;
  const hasWay = cluster !== undefined || api !== undefined;
  const state = live<ApplicationsState>({
    details: [],
    state: hasWay ? 'loading' : 'unsupported',
    asOf: undefined,
    problem: undefined,
    argoCdProblem: undefined,
  });
  let watched: WatchedCollections | undefined;
  let argo: ArgoApplications | undefined;
  let showing: NodeJS.Timeout | undefined;
  let keeping: NodeJS.Timeout | undefined;
  let saving = Promise.resolve();

  const changed = () => {
    if (!signal.aborted) showing ??= setTimeout(show, gather.shown);
  };
  const rights = createKnownRights({ cluster, namespace, way: () => argo?.way(), onChange: changed, signal });

  function keep(): void {
    clearTimeout(keeping);
    keeping = undefined;
    const { details } = state.get();
    saving = saving
      .then(() => keepApplications(context, details))
      .catch((error: unknown) => report(error, 'keep applications'));
  }

  /** A way that is refused leaves the rest alone; a way that is still being looked for is waited for. */
  function show(): void {
    showing = undefined;
    const [deployments, applications] = [watched?.now(), argo?.now()];
    const ways = [deployments, applications].filter((one) => one !== undefined);
    const problems = { problem: deployments?.problem?.data, argoCdProblem: applications?.problem?.data };
    const last = state.get();
    const isSettled = ways.every(({ listed, state }) => listed || state === 'offline');
    if (!isSettled || !ways.some(({ listed }) => listed)) {
      const isWaiting = last.asOf === undefined && !isSettled;
      return state.set({ ...last, ...problems, state: isWaiting ? 'loading' : 'stored' });
    }
    const now = clock();
    const details = joinApplications(applications?.objects ?? [], deployments?.objects ?? noObjects, {
      rightsOfArgo: rights.ofArgo,
      rightsOfDeployments: rights.ofDeployments(namespace),
      now,
    });
    const isLive = ways.some((one) => one.state === 'live');
    state.set({ details, ...problems, state: isLive ? 'live' : 'stored', asOf: isLive ? now : last.asOf });
    if (isLive) keeping ??= setTimeout(keep, gather.kept);
  }

  async function begin(): Promise<void> {
    const kept = await keptApplications(context);
    if (signal.aborted || !hasWay) return;
    if (kept) state.set({ ...state.get(), details: kept.details, asOf: kept.asOf, state: 'stored' });
    if (cluster) watched = watchCollections({ client: cluster, namespace, onChange: changed, signal });
    argo = followArgoApplications({
      client: cluster,
      api,
      namespace: platform.argoCd?.namespace,
      ownNamespace: namespace,
      onChange: changed,
      signal,
      report: (error) => report(error, 'argo cd'),
    });
    await rights.ask();
  }
  begin().catch((error: unknown) => report(error, 'follow applications'));

  const argoOf = (id: string) =>
    argo
      ?.now()
      .objects.find(({ metadata }) => argoId(metadata?.namespace ?? '', metadata?.name ?? '') === id);

  return {
    state,
    ended: signal,
    argo(id) {
      const application = argoOf(id);
      const way = argo?.way();
      return application && way && { application, way };
    },
    deployments(id) {
      const application = argoOf(id);
      const keys = application ? keptDeployments(application) : [id.replace(/^deployment\//, '')];
      const all = watched?.now().objects.deployments ?? [];
      return all.filter(({ metadata }) => keys.includes(`${metadata?.namespace}/${metadata?.name}`));
    },
    collections: () => watched?.now().objects ?? noObjects,
    rightsOf: rights.ofDeployments,
    ask: () => argo?.ask(),
    wake() {
      watched?.wake();
      argo?.wake();
      void rights.ask();
    },
    async close() {
      clearTimeout(showing);
      clearTimeout(keeping);
      // Until now it was so, however long ago something changed.
      if (state.get().state === 'live') keep();
      end.abort();
      await saving;
    },
  };
}
