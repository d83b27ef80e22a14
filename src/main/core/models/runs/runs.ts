/** Experiments and runs: answered from the local store, which is kept fresh while somebody looks. */
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { MlflowRun } from '../../platform/mlflow/mlflow.ts';
import { someText, object } from '../../platform/mlflow/tolerant-json.ts';
import type { InProject, ProjectContext, ProjectSurroundings } from '../../project-context.ts';
import type { ReachedServer, Servers } from '../servers/servers.ts';
import { curlLine } from '../shown-lines.ts';
import { askCurves } from './metric-curves.ts';
import { fetchRun } from './refresh-experiment.ts';
import { createRunsThread } from './runs-thread.ts';
import { createRunsByServer } from './server-runs.ts';
import { noteTag, shownRun } from './shown-run.ts';
import { watchRuns } from './watch-runs.ts';

export interface Runs {
  readonly handlers: Pick<
    AppHandlers['models'],
    | 'experiments'
    | 'watchRuns'
    | 'runRows'
    | 'runColumns'
    | 'run'
    | 'runsById'
    | 'metricHistory'
    | 'noteRun'
    | 'tagRun'
    | 'renameRun'
  >;
  /** Never throws. */
  experimentName(server: string, id: string): Promise<string | undefined>;
  enter(context: ProjectContext | undefined): Promise<void>;
  /** Closes what is open of a server that is forgotten. */
  closeServer(seen: string): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds after which experiments are asked for again while they are read. */
const experimentsAgain = 60_000;
/** Runs that are asked for at once, and logged models whose names are. */
const runsAtOnce = 8;
const mostNamed = 10;

export function createRuns(parts: {
  readonly here: InProject;
  readonly surroundings: ProjectSurroundings;
  readonly servers: Pick<Servers, 'known' | 'reach'>;
}): Runs {
  const { servers, surroundings } = parts;
  const { commands } = surroundings;
  const thread = createRunsThread();
  const runs = createRunsByServer({ ...parts, thread });
  const stopListening = surroundings.host.onResume(() => runs.wake());

  const experimentName = async (server: string, id: string) =>
    (await runs.of(server)).experiments.nameOf(id).catch(() => undefined);

  /** As the server says it now, else as it was seen last. @throws Failure where it was never seen */
  async function runNow(server: string, id: string, signal: AbortSignal): Promise<MlflowRun> {
    const { database, watched } = await runs.of(server);
    try {
      const { requests } = await servers.reach(server);
      const { run, changed } = await fetchRun({ requests, database }, id, signal);
      watched(run.experimentId).touch(changed);
      return run;
    } catch (error) {
      if (!isFailure(error) || !isAbsence(error)) throw error;
      const [kept] = await database.ask('runs', { ids: [id] });
      if (kept) return kept;
      throw error;
    }
  }

  /** Changes a run under its shown line, then reads it again. */
  async function change(
    server: string,
    id: string,
    operation: string,
    body: object,
    work: (reached: ReachedServer) => Promise<void>,
  ): Promise<Record<string, never>> {
    const reached = await servers.reach(server);
    await commands.around('curl', curlLine(reached, 'POST', operation, { run_id: id, ...body }), () =>
      work(reached),
    );
    await runNow(server, id, new AbortController().signal);
    return {};
  }

  return {
    experimentName,
    handlers: {
      experiments: async function* ({ server }, { signal }) {
        const { experiments, database } = await runs.of(server);
        void experiments.refresh();
        const again = setInterval(() => void experiments.refresh(), experimentsAgain).unref();
        try {
          for await (const view of experiments.view.follow(signal)) {
            const counts = await database.ask('counts', {});
            yield {
              ...view,
              experiments: view.experiments.map(({ artifactLocation, tags, ...one }) => ({
                ...one,
                artifacts: artifactLocation,
                tags: tags.map((tag) => ({ ...tag })),
                runs: counts[one.id] ?? 0,
              })),
            };
          }
        } finally {
          clearInterval(again);
        }
      },
      watchRuns: async function* ({ server, experiments }, { signal }) {
        const { watched } = await runs.of(server);
        yield* watchRuns([...new Set(experiments)].map(watched), signal);
      },
      runRows: async ({ server, ...question }) => (await runs.of(server)).database.ask('rows', question),
      runColumns: async ({ server, experiments }) =>
        (await runs.of(server)).database.ask('columns', { experiments }),

      async run({ server, run: id }, { signal }) {
        const run = await runNow(server, id, signal);
        const [name, models] = await Promise.all([
          experimentName(server, run.experimentId),
          modelNames(servers, server, run.modelOutputs.slice(0, mostNamed), signal),
        ]);
        return shownRun(run, name, models);
      },
      async runsById({ server, runs: ids }, { signal }) {
        const { database } = await runs.of(server);
        const found = new Map((await database.ask('runs', { ids })).map((run) => [run.id, run]));
        const missing = ids.filter((id) => !found.has(id));
        while (missing.length > 0)
          for (const run of await Promise.all(
            missing.splice(0, runsAtOnce).map((id) => runNow(server, id, signal)),
          ))
            found.set(run.id, run);
        return Promise.all(
          ids
            .flatMap((id) => found.get(id) ?? [])
            .map(async (run) => shownRun(run, await experimentName(server, run.experimentId))),
        );
      },
      async metricHistory({ server, runs: ids, metric, points }, { signal }) {
        const { database } = await runs.of(server);
        try {
          const { requests } = await servers.reach(server);
          return await askCurves({ requests, database, signal }, ids, metric, points);
        } catch (error) {
          if (!isFailure(error) || !isAbsence(error)) throw error;
          const kept = await database.ask('keptCurves', { runs: ids, metric, points });
          if (kept.every(({ all }) => all === 0)) throw error;
          return kept;
        }
      },

      noteRun: ({ server, run, text }) =>
        change(server, run, 'runs/set-tag', { key: noteTag, value: text }, ({ client }) =>
          client.setRunTag(run, noteTag, text),
        ),
      tagRun: ({ server, run, key, value }) =>
        value === undefined
          ? change(server, run, 'runs/delete-tag', { key }, ({ client }) => client.removeRunTag(run, key))
          : change(server, run, 'runs/set-tag', { key, value }, ({ client }) =>
              client.setRunTag(run, key, value),
            ),
      renameRun: ({ server, run, name }) =>
        change(server, run, 'runs/update', { run_name: name }, ({ client }) =>
          client.updateRun(run, { name }),
        ),
    },
    enter: () => runs.closeAll(),
    closeServer: (seen) => runs.close(seen),
    async close() {
      stopListening();
      await runs.closeAll();
      await thread.close();
    },
  };
}

/** True where nobody answers, so that what was seen last is the best there is. */
function isAbsence({ code }: Failure): boolean {
  return ['unreachable', 'busy', 'untrusted', 'signed-out'].includes(code);
}

/** Names of logged models (MLflow 3); those that the server does not say are left out. */
async function modelNames(
  servers: Pick<Servers, 'reach'>,
  server: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (ids.length === 0) return found;
  try {
    const { requests } = await servers.reach(server);
    const ask = async (id: string) => {
      const path = `api/2.0/mlflow/logged-models/${encodeURIComponent(id)}`;
      const { model } = await requests.json({ path, signal });
      const name = someText(object(object(model)['info'])['name']);
      if (name !== undefined) found.set(id, name);
    };
    await Promise.all(ids.map((id) => ask(id).catch(() => undefined)));
  } catch (error) {
    if (!isFailure(error)) throw error;
  }
  return found;
}
