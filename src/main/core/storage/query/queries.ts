/** The calls of the contract that ask questions of objects. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Column } from '../../../../shared/contract/storage/preview.ts';
import type { queryOperations, ResultView } from '../../../../shared/contract/storage/query.ts';
import type { Here, StorageContext, StorageSurroundings } from '../storage-context.ts';
import { chartSql, mostPoints } from './chart.ts';
import { profileColumn } from './column-profile.ts';
import { startEngine, usualMemory, type Engine } from './engine.ts';
import { putFile, putObject, writeResult } from './export.ts';
import { addToHistory, clearHistory, readHistory } from './history.ts';
import { createObjectCache } from './object-cache.ts';
import { readStatement } from './prepare.ts';
import { queryFailure } from './query-failures.ts';
import type { ListAll } from './resolve.ts';
import { countSql, rowsSql } from './result-view.ts';
import { createResults, type Results } from './results.ts';
import { runQuery, type Finished, type State } from './run-query.ts';
import { keyLines, snippetOf } from './snippets.ts';
import { questionBelow, questionFor } from './suggest.ts';

type QueryHandlers = Pick<AppHandlers['storage'], keyof typeof queryOperations>;

export interface Queries {
  readonly handlers: QueryHandlers;
  /** Copies of objects on this laptop; `oldest` in milliseconds since 1970. */
  kept(): Promise<{ count: number; bytes: number; oldest: number | undefined }>;
  removeKept(): Promise<void>;
  close(): Promise<void>;
}

/** Bytes that are kept, and that a query fetches unless the person agreed to more. */
const usualQuota = 5 * 2 ** 30;
/** Least time between two states that are told, in milliseconds. */
const pace = 100;

interface Session {
  readonly folder: string;
  readonly engine: Engine;
  readonly results: Results;
  readonly finished: Map<string, Finished>;
}

/** Nothing is started before the first query. */
export function createQueries(options: {
  readonly here: Here;
  readonly listAll: ListAll;
  readonly surroundings: StorageSurroundings;
  /** Bytes of objects that stay on this laptop; 5 GiB unless given. */
  readonly quota?: number;
}): Queries {
  const { here, listAll, surroundings, quota = usualQuota } = options;
  const { clock, temporaryFolder } = surroundings.host;
  let session: Promise<Session> | undefined;
  let sessionKey = '';
  /** What was fetched last is written down while the answer is shown already. */
  let settling: Promise<void> = Promise.resolve();

  /** The engine of whoever is signed in; the one of before ends. */
  async function current(context: StorageContext): Promise<Session> {
    const key = JSON.stringify([context.folder, context.forbidsLocalCopies]);
    if (!session || sessionKey !== key) {
      const before = session;
      sessionKey = key;
      session = (async () => {
        await before?.then(({ engine }) => engine.close()).catch(() => undefined);
        const folder = context.forbidsLocalCopies ? undefined : context.folder;
        const engine = await startEngine({ folder, temporaryFolder, clock });
        return { folder: context.folder, engine, results: createResults(engine), finished: new Map() };
      })();
      session.catch(() => {
        if (sessionKey === key) session = undefined;
      });
    }
    return session;
  }

  async function* run(
    input: {
      sql: string;
      profile: string;
      memoryLimit?: number | undefined;
      allowBytes?: number | undefined;
    },
    context: { signal: AbortSignal },
  ): AsyncGenerator<State> {
    const place = here();
    const endpoint = place.endpoint(input.profile);
    const { engine, results, finished } = await current(place);
    const stop = new AbortController();
    const signal = AbortSignal.any([context.signal, stop.signal]);
    let latest: State | undefined;
    let wake = () => {};
    const running = runQuery(
      engine,
      results,
      {
        sql: input.sql,
        endpoint,
        memoryLimit: input.memoryLimit ?? usualMemory(),
        allowBytes: input.allowBytes ?? usualQuota,
      },
      {
        listAll,
        clock,
        signal,
        told: (state) => {
          latest = state;
          wake();
        },
        keep: (id, what) => void finished.set(id, what),
        report: (error) => surroundings.report(error, 'storage query'),
      },
    ).then(async (state) => {
      const { state: end, milliseconds, rows } = state;
      await addToHistory(place.store, {
        sql: input.sql,
        profile: input.profile,
        at: state.startedAt,
        ...(milliseconds !== undefined && { milliseconds }),
        ...(rows !== undefined && { rows }),
        failed: end !== 'done',
      }).catch((error: unknown) => surroundings.report(error, 'storage query history'));
      settling = engine.cache
        .trim(quota)
        .catch((error: unknown) => surroundings.report(error, 'storage query cache'));
      return state;
    });
    let ended = false;
    const end = running.finally(() => {
      ended = true;
      wake();
    });
    end.catch(() => undefined);
    try {
      let told: string | undefined;
      while (!ended) {
        const state = latest;
        latest = undefined;
        if (state && !['done', 'failed', 'cancelled'].includes(state.state)) {
          const isNew = told !== state.state;
          told = state.state;
          yield state;
          if (!isNew) await Promise.race([end, new Promise((resolve) => setTimeout(resolve, pace))]);
        }
        if (!latest && !ended) await new Promise<void>((resolve) => (wake = resolve));
      }
      yield await end;
    } finally {
      stop.abort();
      await end.catch(() => undefined);
    }
  }

  /** Runs something on a result; what DuckDB says becomes a Failure. */
  async function onResult<T>(
    id: string,
    work: (
      columns: readonly Column[],
      ask: (
        sql: string,
        values?: readonly (string | number | boolean | null)[],
      ) => ReturnType<Results['ask']>,
      session: Session,
    ) => Promise<T>,
  ): Promise<T> {
    const held = await current(here());
    const { results } = held;
    try {
      return await work(results.get(id).columns, (sql, values) => results.ask(id, sql, values), held);
    } catch (error) {
      throw resultFailure(error, held.finished.get(id));
    }
  }

  /** A condition that a person typed is one condition, nothing more. */
  async function checkView({ engine }: Session, { filter }: ResultView): Promise<void> {
    const words = filter.trim();
    if (!words.startsWith('=')) return;
    try {
      await readStatement(engine, `SELECT 1 FROM result WHERE (\n${words.slice(1)}\n)`);
    } catch (error) {
      const message = isFailure(error) ? (error.data.words ?? error.message) : String(error);
      throw failure('invalid-input', 'The condition is not right', {
        reason: 'query-filter',
        values: { message },
        field: 'filter',
      });
    }
  }

  const handlers: QueryHandlers = {
    runQuery: run,
    resultRows: ({ id, from, count, view }) =>
      onResult(id, async (columns, ask, held) => {
        await checkView(held, view);
        const page = rowsSql(columns, view, from, count);
        const whole = countSql(columns, view);
        const rows = await ask(page.sql, page.values);
        const [[total = 0] = []] = await ask(whole.sql, whole.values);
        return { rows, total: Number(total) };
      }),
    columnProfile: ({ id, column, view }) =>
      onResult(id, async (columns, ask, held) => {
        await checkView(held, view);
        return profileColumn(columns, column, view, ask);
      }),
    chart: ({ id, ...wish }) =>
      onResult(id, async (columns, ask) => {
        const rows = await ask(chartSql(columns, wish));
        const points = rows
          .slice(0, mostPoints)
          .flatMap(([x = null, y, series]) =>
            typeof y === 'number' ? [{ x, y, ...(typeof series === 'string' && { series }) }] : [],
          );
        return { points, truncated: rows.length > mostPoints };
      }),
    exportResult: ({ id, format, to, replace }, { signal }) =>
      onResult(id, async (_columns, _ask, { engine, results, finished }) => {
        const context = here();
        const endpoint = to.kind === 'object' ? context.endpoint(to.object.profile) : undefined;
        // What stays on the platform does not leave it.
        if (context.forbidsExports && endpoint?.kind !== 'platform')
          throw failure('forbidden', 'The platform forbids exports', { reason: 'query-export-forbidden' });
        const known = finished.get(id);
        if (!known) throw failure('not-found', 'This result is gone', { reason: 'query-result-gone' });
        const { file, rows } = await writeResult(engine, results, id, known, format, signal);
        try {
          if (to.kind === 'file') return { rows, bytes: await putFile(file, to.path, replace) };
          const { object } = to;
          const target = context.endpoint(object.profile);
          const line = `mc cp result.${format} '${object.profile}/${object.bucket}/${object.key.replaceAll("'", "'\\''")}'`;
          const bytes = await surroundings.commands.around('mc', line, () =>
            putObject(target, file, object, format, replace, signal),
          );
          return { rows, bytes };
        } finally {
          await rm(file, { force: true });
        }
      }),
    forgetResult: async ({ id }) => {
      const { results, finished } = await current(here());
      finished.delete(id);
      await results.forget(id);
      return {};
    },
    queryHistory: () => readHistory(here().store),
    forgetQueries: async () => {
      await clearHistory(here().store);
      return {};
    },
    suggestQuery: async ({ profile, bucket, prefix, key }, { signal }) => ({
      sql:
        key === undefined
          ? await questionBelow(here().endpoint(profile), listAll, { bucket, prefix }, signal)
          : questionFor(bucket, key),
    }),
    snippet: async ({ profile, bucket, prefix, key, language }) => {
      const endpoint = here().endpoint(profile);
      return snippetOf(language, {
        endpoint: endpoint.profile.endpoint,
        region: endpoint.profile.region,
        pathStyle: endpoint.profile.pathStyle,
        anonymous: endpoint.kind === 'anonymous',
        bucket,
        prefix,
        key,
      });
    },
    snippetKeys: async ({ profile, shell }) => {
      const endpoint = here().endpoint(profile);
      const keys = await endpoint.credentials();
      if (!keys) throw failure('not-found', 'This storage is read without keys', { reason: 'query-no-keys' });
      return {
        text: keyLines(keys, endpoint.profile.endpoint, shell),
        ...(keys.expiresAt !== undefined && { expiresAt: keys.expiresAt }),
      };
    },
  };

  /** Copies of before are told of without starting anything. */
  const copies = async () =>
    session
      ? (await session).engine.cache
      : createObjectCache(path.join(here().folder, 'cache', 'objects'), clock);

  return {
    handlers,
    kept: async () => (await copies()).kept(),
    removeKept: async () => {
      await (await copies()).remove();
      await rm(path.join(here().folder, 'cache', 'lists'), { recursive: true, force: true });
    },
    async close() {
      const held = session;
      session = undefined;
      await settling;
      await held?.then(({ engine }) => engine.close()).catch(() => undefined);
    },
  };
}

function resultFailure(error: unknown, finished: Finished | undefined): unknown {
  return queryFailure(error, {
    sql: finished?.asked.sql ?? '',
    memoryLimit: finished?.asked.memoryLimit ?? usualMemory(),
    named: (text) => finished?.prepared.mirror.named(text) ?? text,
    toOriginal: () => undefined,
  });
}
