/** What is followed of the project of the moment, for the page. */
import type {
  ApplicationDetail,
  applicationOperations,
} from '../../../../shared/contract/serving/applications.ts';
import { Failure, failure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { ApplicationsState, FollowedApplications } from './follow-applications.ts';

type Handlers = Pick<
  AppHandlers['serving'],
  Extract<keyof typeof applicationOperations, 'applications' | 'application' | 'servedWhere'>
>;

/** Milliseconds for which questions wait for a first list. */
const patience = 3_000;

/** The state as soon as something is known, at the latest after three seconds. */
export async function settledState(
  followed: FollowedApplications,
  signal: AbortSignal,
): Promise<ApplicationsState> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  for await (const found of followed.state.follow(limit)) if (found.state !== 'loading') return found;
  return followed.state.get();
}

/** @param followed begins with the first call */
export function applicationHandlers(followed: () => FollowedApplications): Handlers {
  /** Goes on with the next project when the person goes there. @throws Failure `signed-out` when nobody is signed in any more */
  async function* states(signal: AbortSignal): AsyncGenerator<ApplicationsState, void, undefined> {
    while (!signal.aborted) {
      const { state, ended } = followed();
      yield* state.follow(AbortSignal.any([signal, ended]));
    }
  }

  return {
    async *applications(_, { signal }) {
      for await (const { details, state, asOf, problem, argoCdProblem } of states(signal))
        yield {
          applications: details.map(({ application }) => application),
          state,
          ...(asOf !== undefined && { asOf }),
          ...(problem && { problem }),
          ...(argoCdProblem && { argoCdProblem }),
        };
    },
    async *application({ id }, { signal }) {
      let last: ApplicationDetail | undefined;
      for await (const { details, state, asOf, ...found } of states(signal)) {
        const detail = details.find(({ application }) => application.id === id);
        const problem = id.startsWith('argo-cd/') ? found.argoCdProblem : found.problem;
        if (!detail && problem) throw new Failure(problem);
        // What is not there yet may come with the first list.
        if (!detail && (state === 'loading' || state === 'stored')) continue;
        if (!detail)
          throw failure('not-found', `${id} is not there any more`, {
            reason: 'serving-gone',
            values: { name: id.split('/').at(-1) ?? id },
          });
        if (detail === last) continue;
        last = detail;
        yield { ...detail, asOf: asOf ?? detail.asOf };
      }
    },
    async servedWhere({ name }, { signal }) {
      const { details } = await settledState(followed(), signal);
      return details.flatMap(({ application }) =>
        application.models
          .filter((model) => model.name === name)
          .map(({ version }) => ({
            id: application.id,
            application: application.name,
            ...(version !== undefined && { version }),
          })),
      );
    },
  };
}
