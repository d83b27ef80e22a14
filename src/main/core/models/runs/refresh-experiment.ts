/** Brings the kept runs of an experiment up to date: what is new, what has not ended, and rarely everything. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import { runSearch } from '../../platform/mlflow/mlflow-client.ts';
import type { MlflowRequests } from '../../platform/mlflow/requests.ts';
import type { WrittenPage } from './runs-messages.ts';
import type { RunsDatabase } from './runs-thread.ts';

/** Runs of a page: MLflow always sends whole runs. */
const pageSize = 500;
/** Bytes of a page beyond which the next ones are smaller: half a hundred metrics a run are some three million. */
const largePage = 8 * 1024 ** 2;
const smallestPage = 20;
/** Milliseconds by which clocks of those who start runs may differ: starts are theirs. */
const clockMargin = 5 * 60_000;
/** Milliseconds after which all runs are looked at again, for deletions and late edits. */
const wholeAgain = 6 * 3_600_000;
/** Runs that are asked for by id in one filter. */
const idsOfFilter = 50;

export interface RefreshParts {
  readonly requests: MlflowRequests;
  readonly database: RunsDatabase;
  readonly experiment: string;
  readonly clock: () => number;
  /** Told after each page: how many rows are new or changed. */
  readonly progress: (changed: number) => void;
  readonly signal: AbortSignal;
}

/** Asks the server for what may have changed. @throws Failure */
export async function refreshExperiment(parts: RefreshParts): Promise<void> {
  const { database, experiment, clock, progress } = parts;
  const begin = clock();
  const { completeAt, newest, unfinished } = await database.ask('state', { experiment });
  if (completeAt === undefined || begin - completeAt > wholeAgain) {
    // A second look in the same millisecond must differ from the first.
    const pass = Math.max(begin, (completeAt ?? 0) + 1);
    await look(parts, undefined, pass, true);
    progress(await database.ask('endPass', { experiment, pass, at: begin }));
    return;
  }
  const seen = new Set<string>();
  const filters = [
    `attributes.start_time >= ${Math.max(0, newest - clockMargin)}`,
    "attributes.status = 'RUNNING'",
    "attributes.status = 'SCHEDULED'",
  ];
  for (const [index, filter] of filters.entries())
    for (const id of await look(parts, filter, 0, index === 0)) seen.add(id);
  await lookAgain(
    parts,
    unfinished.filter((id) => !seen.has(id)),
  );
  await database.ask('endLook', { experiment, at: begin });
}

/** All pages of a search, written down. @returns ids of the runs */
async function look(
  { requests, database, experiment, progress, signal }: RefreshParts,
  filter: string | undefined,
  pass: number,
  isLook: boolean,
): Promise<string[]> {
  const found: string[] = [];
  let most = pageSize;
  let from: string | undefined;
  do {
    const body = runSearch({
      experiments: [experiment],
      order: ['attributes.start_time DESC'],
      view: 'ACTIVE_ONLY',
      most,
      ...(filter !== undefined && { filter }),
      ...(from !== undefined && { from }),
    });
    const bytes = await requests.bytes({ method: 'POST', path: 'api/2.0/mlflow/runs/search', body, signal });
    if (bytes.length > largePage) most = Math.max(smallestPage, Math.floor(most / 2));
    const page: WrittenPage = await database.ask('page', { bytes, experiment, pass, isLook }, [bytes]);
    found.push(...page.ids);
    progress(page.changed);
    // A server that gives the same token again would be asked for ever.
    if (page.next === from) break;
    from = page.next;
  } while (from !== undefined);
  return found;
}

/** Runs that had not ended, and are not running now: they ended, or were deleted. */
async function lookAgain(parts: RefreshParts, ids: readonly string[]): Promise<void> {
  const { database, progress } = parts;
  for (let at = 0; at < ids.length; at += idsOfFilter) {
    const some = ids.slice(at, at + idsOfFilter);
    const filter = `attributes.run_id IN (${some.map((id) => `'${id}'`).join(', ')})`;
    const found = await look(parts, filter, 0, false).catch((error: unknown) => {
      // Servers before 2.4 know no lists.
      if (isFailure(error) && error.code === 'invalid-input') return oneByOne(parts, some);
      throw error;
    });
    const gone = some.filter((id) => !found.includes(id));
    progress(await database.ask('remove', { runs: gone }));
  }
}

async function oneByOne(parts: RefreshParts, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of ids) {
    const run = await fetchRun(parts, id, parts.signal).catch((error: unknown) => {
      if (isFailure(error) && error.code === 'not-found') return undefined;
      throw error;
    });
    if (run?.run.lifecycle === 'active') found.push(id);
    parts.progress(run?.changed ?? 0);
  }
  return found;
}

/** Asks for one run and writes it down. @throws Failure `not-found` */
export async function fetchRun(
  { requests, database }: Pick<RefreshParts, 'requests' | 'database'>,
  id: string,
  signal: AbortSignal | undefined,
) {
  const query = { run_id: id };
  const bytes = await requests.bytes({ path: 'api/2.0/mlflow/runs/get', query, signal });
  return database.ask('put', { bytes }, [bytes]);
}
