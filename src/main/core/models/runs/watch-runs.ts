/** Several watched experiments as one. */
import type { Freshness } from '../../../../shared/contract/models/registry.ts';
import { live } from '../../live.ts';
import type { ExperimentView, WatchedExperiment } from './watched-experiment.ts';

export type RunsView = Freshness & Pick<ExperimentView, 'loaded' | 'generation'>;

/** Keeps them fresh while it is read. */
export async function* watchRuns(
  watched: readonly WatchedExperiment[],
  signal: AbortSignal,
): AsyncGenerator<RunsView, void, undefined> {
  const joined = live(joinedView(watched.map(({ view }) => view.get())));
  const update = () => joined.set(joinedView(watched.map(({ view }) => view.get())));
  const stops = watched.flatMap((one) => [one.view.onChange(update), one.read()]);
  try {
    yield* joined.follow(signal);
  } finally {
    for (const stop of stops) stop();
  }
}

/** The least fresh of them says how fresh they are together. Pure. */
export function joinedView(views: readonly ExperimentView[]): RunsView {
  const state =
    (['loading', 'stored'] as const).find((one) => views.some((view) => view.state === one)) ?? 'live';
  const problem = views.find((view) => view.problem)?.problem;
  const times = views.map(({ asOf }) => asOf);
  const isKnown = times.length > 0 && times.every((time) => time !== undefined);
  return {
    state,
    ...(isKnown && { asOf: Math.min(...times) }),
    ...(problem && { problem }),
    loaded: views.reduce((sum, { loaded }) => sum + loaded, 0),
    generation: views.reduce((sum, { generation }) => sum + generation, 0),
  };
}
