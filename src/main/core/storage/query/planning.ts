/** Asks DuckDB how it would run a statement, over copies of which only the footers are here. */
import { DuckError } from './duck.ts';
import type { Engine } from './engine.ts';
import type { Mirror } from './mirror.ts';
import { readPlan, type Plan } from './plan.ts';
import { mayBeAboutBytes } from './query-failures.ts';
import type { ReadyStatement } from './statement.ts';

/** What stands before the statement when it is planned; its length in bytes is to be taken off the places in errors. */
export const wrapped = 'EXPLAIN (FORMAT json) SELECT * FROM (\n';

/** The plan; undefined when there is none to rely on. @throws PlanError for a mistake in the statement */
export async function planOf(
  engine: Engine,
  ready: ReadyStatement,
  mirror: Mirror,
): Promise<Plan | undefined> {
  try {
    const [[, json = '[]'] = []] = await engine.plan('columns', `${wrapped}${ready.sql}\n)`);
    return readPlan(json);
  } catch (error) {
    // Without a plan everything is fetched; what is wrong with the statement the run itself will say.
    if (error instanceof SyntaxError || mayBeAboutBytes(error)) return undefined;
    throw error instanceof DuckError ? new PlanError(error, ready, mirror) : error;
  }
}

/** An error of DuckDB while planning: its places count from the beginning of `wrapped`. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  override readonly cause: DuckError;
  readonly ready: ReadyStatement;
  readonly mirror: Mirror;

  constructor(cause: DuckError, ready: ReadyStatement, mirror: Mirror) {
    super(cause.message);
    this.cause = cause;
    this.ready = ready;
    this.mirror = mirror;
  }
}
