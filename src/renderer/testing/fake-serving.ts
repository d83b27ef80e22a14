/** Serving in memory. */
import type { FailureData } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { Application } from '../../shared/contract/serving/applications.ts';
import type { Comparison } from '../../shared/contract/serving/comparison.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import {
  sampleAnswers,
  sampleApplications,
  sampleComparison,
  sampleDetail,
  sampleItems,
  sampleProposal,
  servedAddress,
} from './sample-serving.ts';

/** What the stream of applications tells. */
export interface ServedState {
  readonly applications: Application[];
  readonly state: 'loading' | 'live' | 'stored' | 'unsupported';
  readonly asOf?: number;
  readonly problem?: FailureData;
  readonly argoCdProblem?: FailureData;
}

/** State that a test sets, and handlers over it. */
export function fakeServing({ note, done }: FakeCalls) {
  const state = {
    applications: changing<ServedState>({ applications: [...sampleApplications], state: 'live' }),
    proposal: { ...sampleProposal },
    answers: [...sampleAnswers],
    comparisons: [sampleComparison] as Comparison[],
    /** How far a comparison comes before it waits for ever; absent: to its end. */
    standsAt: undefined as number | undefined,
  };
  const handlers: AppHandlers['serving'] = {
    applications: (_, { signal }) => state.applications.follow(signal),
    async *application({ id }, { signal }) {
      for await (const { applications } of state.applications.follow(signal)) {
        const application = applications.find((one) => one.id === id);
        if (application) yield sampleDetail(application);
      }
    },
    servedWhere: async ({ name }) =>
      state.applications
        .get()
        .applications.flatMap(({ id, name: application, models }) =>
          models
            .filter((model) => model.name === name)
            .map(({ version }) => ({ id, application, ...(version !== undefined && { version }) })),
        ),
    proposeChange: async (input) => (note('serving.proposeChange', input), state.proposal),
    applyChange: done('serving.applyChange'),
    syncApplication: done('serving.syncApplication'),
    refreshApplication: done('serving.refreshApplication'),
    rollbackApplication: done('serving.rollbackApplication'),
    restartApplication: done('serving.restartApplication'),
    servedAddresses: async () => [{ address: servedAddress, name: 'codification-api', hasPassword: false }],
    setServedPassword: done('serving.setServedPassword'),
    askModels: async (input) => (note('serving.askModels', input), { answers: state.answers }),
    async *compareModels(input, { signal }) {
      note('serving.compareModels', input);
      yield { state: 'reading', done: 0 };
      for (const asked of [200, 600, 1_000]) {
        yield { state: 'asking', done: asked, total: 1_000 };
        if (asked === state.standsAt)
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        if (signal.aborted) return;
      }
      const comparison = { ...sampleComparison, id: 'c2' };
      state.comparisons = [comparison, ...state.comparisons];
      yield { state: 'done', done: 1_000, total: 1_000, comparison };
    },
    comparisons: async () => state.comparisons,
    removeComparison: async (input) => {
      note('serving.removeComparison', input);
      state.comparisons = state.comparisons.filter(({ id }) => id !== input.id);
      return {};
    },
    comparedItems: async ({ which }) =>
      which === 'both-wrong'
        ? { items: [], total: 0 }
        : { items: [...sampleItems], total: sampleItems.length },
  };
  return { state, handlers };
}
