/** One query from its text to its result, told as it goes. */
import { randomUUID } from 'node:crypto';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { QueryState } from '../../../../shared/contract/storage/query.ts';
import type { z } from 'zod';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { DuckError } from './duck.ts';
import type { Engine } from './engine.ts';
import { PlanError, wrapped } from './planning.ts';
import { prepare, type Prepared } from './prepare.ts';
import { queryFailure } from './query-failures.ts';
import type { ListAll } from './resolve.ts';
import { prefix, type Results } from './results.ts';

export type State = z.input<typeof QueryState>;

export interface Asked {
  readonly sql: string;
  readonly endpoint: S3Endpoint;
  readonly memoryLimit: number;
  readonly allowBytes: number;
}

/** Everything that a finished query leaves behind besides its rows. */
export interface Finished {
  readonly prepared: Prepared;
  readonly asked: Asked;
}

/**
 * Runs a query; each change of its state is told, the last one is returned: `done`, `failed` or `cancelled`.
 * @param keep gets what an export needs, when the query is done.
 */
export async function runQuery(
  engine: Engine,
  results: Results,
  asked: Asked,
  surroundings: {
    readonly listAll: ListAll;
    readonly clock: () => number;
    readonly signal: AbortSignal;
    told(state: State): void;
    keep(id: string, finished: Finished): void;
    /** Told of exceptions that nobody expected. */
    report(error: unknown): void;
  },
): Promise<State> {
  const { clock, signal } = surroundings;
  const id = randomUUID();
  let state: State = {
    id,
    state: 'planning',
    sql: asked.sql,
    objects: 0,
    bytesFetched: 0,
    bytesToFetch: 0,
    bytesCached: 0,
    startedAt: clock(),
  };
  const change = (more: Partial<State>) => {
    state = { ...state, ...more };
    surroundings.told(state);
  };
  let prepared: Prepared | undefined;
  const ask = () =>
    prepare(engine, {
      id,
      sql: asked.sql,
      endpoint: asked.endpoint,
      allowBytes: asked.allowBytes,
      listAll: surroundings.listAll,
      clock,
      signal,
      told: (progress) =>
        change({
          ...progress,
          ...(progress.bytesToFetch > 0 && state.state === 'planning' && { state: 'fetching' }),
        }),
    });
  change({});
  try {
    // Whoever replaces an object while it is read gets it read once more from the start.
    prepared = await ask().catch((error: unknown) => {
      if (!isFailure(error) || error.data.reason !== 'storage-changed') throw error;
      change({ state: 'planning' });
      return ask();
    });
    const ready = prepared;
    change({ state: 'running' });
    const result = await engine.running(signal, () => results.make(id, ready, asked.memoryLimit, signal));
    surroundings.keep(id, { prepared: ready, asked });
    if (result.truncatedAt === undefined) await ready.mirror.remove();
    change({
      state: 'done',
      columns: [...result.columns],
      rows: result.rows,
      milliseconds: clock() - state.startedAt,
      ...(result.truncatedAt !== undefined && { truncatedAt: result.truncatedAt }),
      ...(ready.asOf !== undefined && { asOf: ready.asOf }),
    });
  } catch (error) {
    await results.forget(id).catch(() => undefined);
    const problem = explain(error, asked, prepared, signal);
    if (problem.code === 'internal') surroundings.report(error);
    change({
      state: problem.code === 'cancelled' ? 'cancelled' : 'failed',
      milliseconds: clock() - state.startedAt,
      ...(problem.code !== 'cancelled' && { failure: problem.data }),
    });
  }
  return state;
}

function explain(error: unknown, asked: Asked, prepared: Prepared | undefined, signal: AbortSignal): Failure {
  if (signal.aborted) return failure('cancelled', 'Cancelled');
  const said = error instanceof PlanError ? error.cause : error;
  const before = error instanceof PlanError ? wrapped : (prepared?.statement.explain ?? '') || prefix;
  const ready = error instanceof PlanError ? error.ready : prepared?.ready;
  const mirror = error instanceof PlanError ? error.mirror : prepared?.mirror;
  const known = queryFailure(said, {
    sql: asked.sql,
    memoryLimit: asked.memoryLimit,
    named: (text) => mirror?.named(text) ?? text,
    toOriginal: (offset) => {
      const place = offset - Buffer.byteLength(before);
      return place < 0 ? undefined : ready?.toOriginal(place);
    },
  });
  if (isFailure(known)) return known;
  return failure('internal', 'The query failed', {
    words: said instanceof DuckError || said instanceof Error ? said.message : String(said),
  });
}
