/** Metrics by step, off the core's loop: sampled by the server where it can, else read whole and thinned out here. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { MlflowRequests } from '../../platform/mlflow/requests.ts';
import { object, parseJson, someText } from '../../platform/mlflow/tolerant-json.ts';
import type { RunsDatabase } from './runs-thread.ts';
import type { MetricCurve } from './thin-history.ts';

/** Runs of one request, of a hundred that MLflow allows: answers stay at a few million bytes. */
const runsOfRequest = 10;
const atOnce = 2;
/** Points of a page of get-history (mlflow/store/tracking/__init__.py), and of one run in all. */
const pagePoints = 25_000;
const mostPages = 40;

interface Tools {
  readonly requests: MlflowRequests;
  readonly database: RunsDatabase;
  readonly signal: AbortSignal;
}

/** In the order of the runs. @throws Failure */
export async function askCurves(
  tools: Tools,
  runs: readonly string[],
  metric: string,
  points: number,
): Promise<MetricCurve[]> {
  const groups: string[][] = [];
  for (let at = 0; at < runs.length; at += runsOfRequest) groups.push(runs.slice(at, at + runsOfRequest));
  const found: MetricCurve[][] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < groups.length; index = next++)
      found[index] = await askGroup(tools, groups[index] ?? [], metric, points);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found.flat();
}

async function askGroup(
  tools: Tools,
  runs: readonly string[],
  metric: string,
  points: number,
): Promise<MetricCurve[]> {
  const { requests, database, signal } = tools;
  const path = 'api/2.0/mlflow/metrics/get-history-bulk-interval';
  try {
    const query = { run_ids: runs, metric_key: metric, max_results: points };
    const bytes = await requests.bytes({ path, query, signal });
    return await database.ask('curves', { answers: [bytes], runs, metric, points }, [bytes]);
  } catch (error) {
    if (!isFailure(error) || error.data.reason !== 'mlflow-no-endpoint') throw error;
  }
  const curves: MetricCurve[] = [];
  for (const run of runs) curves.push(...(await askWhole(tools, run, metric, points)));
  return curves;
}

/** Page by page, for servers before 2.3. */
async function askWhole(
  { requests, database, signal }: Tools,
  run: string,
  metric: string,
  points: number,
): Promise<MetricCurve[]> {
  const answers: Uint8Array<ArrayBuffer>[] = [];
  let from: string | undefined;
  do {
    const query = { run_id: run, metric_key: metric, max_results: pagePoints, page_token: from };
    const bytes = await requests.bytes({ path: 'api/2.0/mlflow/metrics/get-history', query, signal });
    answers.push(bytes);
    from = tokenOf(bytes);
  } while (from !== undefined && answers.length < mostPages);
  return database.ask('curves', { answers, runs: [run], metric, points }, answers);
}

/** The token stands at the end of an answer: the points before it are not parsed here. */
function tokenOf(bytes: Uint8Array): string | undefined {
  const tail = Buffer.from(bytes.subarray(-4_096)).toString('utf8');
  const found = /"next_page_token"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(tail)?.[1];
  return found === undefined ? undefined : someText(object(parseJson(`{"token":${found}}`))['token']);
}
