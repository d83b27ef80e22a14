/** From the person's text to a statement that DuckDB can run: objects found, columns known, pieces fetched. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { FileMetaData } from 'hyparquet';
import { failure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { Engine } from './engine.ts';
import { eachAtOnce, fetchPieces, footerOf, piecesOf, type Piece } from './fetching.ts';
import {
  firstRowGroups,
  groupsOf,
  knownColumns,
  neededColumns,
  neededRanges,
  type Group,
  type Table,
} from './groups.ts';
import { createMirror, type Mirror } from './mirror.ts';
import type { CachedObject } from './object-cache.ts';
import { total } from './parquet-ranges.ts';
import { planOf } from './planning.ts';
import { prunedObjects } from './pruning.ts';
import { notAQuestion } from './query-failures.ts';
import { notKept, resolveName, type ListAll } from './resolve.ts';
import { readSources, type ReadStatement } from './sources.ts';
import { placeOf, statementOf, tokens, type Statement } from './sql-text.ts';
import { writeStatement, type ReadyStatement } from './statement.ts';
import { foreignEncoding, transcode } from './transcode.ts';

export interface Progress {
  readonly objects: number;
  readonly bytesFetched: number;
  readonly bytesToFetch: number;
  readonly bytesCached: number;
}

export interface Question {
  readonly id: string;
  readonly sql: string;
  readonly endpoint: S3Endpoint;
  readonly listAll: ListAll;
  /** Bytes that the person agreed to fetch. */
  readonly allowBytes: number;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  told(progress: Progress): void;
}

export interface Prepared {
  readonly statement: Statement;
  readonly ready: ReadyStatement;
  readonly mirror: Mirror;
  readonly isOrdered: boolean;
  /** Only the row groups that hold the first rows are here. */
  readonly isFirstRows: boolean;
  readonly asOf: number | undefined;
  /** Fetches everything that the objects hold; false when it is all here already. @throws Failure */
  complete(): Promise<boolean>;
}

/** Reads the text. @throws Failure `invalid-input` where it is no question or not rightly written. */
export async function readStatement(
  engine: Engine,
  sql: string,
): Promise<{ statement: Statement; body: Buffer; read: ReadStatement }> {
  const bytes = Buffer.from(sql);
  const statement = statementOf(bytes);
  const body = bytes.subarray(statement.start, statement.end);
  for (const token of tokens(bytes, statement.end))
    if (token.kind !== 'space' && token.kind !== 'comment' && bytes[token.start] !== 0x3b)
      throw failure('invalid-input', 'One statement at a time', {
        reason: 'query-one-statement',
        values: placeOf(bytes, token.start),
        field: 'sql',
      });
  if (body.length === 0) throw notAQuestion();
  const [[json = '{}'] = []] = await engine.plan('parse', 'SELECT json_serialize_sql(CAST(? AS VARCHAR))', [
    body.toString(),
  ]);
  const tree = JSON.parse(json) as Record<string, unknown>;
  if (tree['error'] === true) {
    if (tree['error_type'] !== 'parser') throw notAQuestion();
    const message = String(tree['error_message']);
    throw failure('invalid-input', 'The query is not right', {
      reason: 'query-invalid-at',
      values: { ...placeOf(bytes, Number(tree['position'] ?? 0) + statement.start), message },
      words: message,
      field: 'sql',
    });
  }
  return { statement, body, read: readSources(tree, body) };
}

/** The whole way up to where DuckDB can run. @throws Failure, DuckError (places in it are those of `ready.sql` after `wrapped`). */
export async function prepare(engine: Engine, question: Question): Promise<Prepared> {
  const { signal, endpoint } = question;
  const { statement, body, read } = await readStatement(engine, question.sql);
  const { tables, asOf } = await findObjects(engine, question, read);
  const groups = groupsOf(tables);
  const folder = path.join(engine.work, question.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const mirror = createMirror(path.join(folder, 'objects'));
  const progress = { objects: 0, bytesFetched: 0, bytesToFetch: 0, bytesCached: 0 };
  const tell = (change: Partial<Progress>) => question.told(Object.assign(progress, change));
  tell({ objects: new Set(groups.flatMap(({ objects }) => objects)).size });

  async function fetch(pieces: readonly Piece[]): Promise<void> {
    const [first] = pieces;
    if (!first) return;
    if (asOf !== undefined)
      throw notKept(`s3://${first.object.identity.bucket}/${first.object.identity.key}`);
    const bytes = total(pieces.map(({ range }) => range));
    await checkRoom(engine, question.allowBytes, progress.bytesFetched, bytes);
    tell({ bytesToFetch: progress.bytesToFetch + bytes });
    await fetchPieces(endpoint, pieces, signal, (more) =>
      tell({ bytesFetched: progress.bytesFetched + more }),
    );
  }
  const footers = new Map<CachedObject, FileMetaData | undefined>();
  const needFooters = (objects: readonly CachedObject[]) =>
    eachAtOnce(
      objects.filter((object) => !footers.has(object)),
      async (object) => void footers.set(object, await footerOf(object, fetch)),
    );

  /** Fetches what is needed of objects, as one batch. */
  async function fetchRanges(
    needs: readonly { object: CachedObject; ranges: { start: number; end: number }[] }[],
  ) {
    const pieces: Piece[] = [];
    let wanted = 0;
    let missing = 0;
    for (const { object, ranges } of needs) {
      signal.throwIfAborted();
      const absent = await object.missing(ranges);
      pieces.push(...piecesOf(object, absent));
      wanted += total(ranges);
      missing += total(absent);
    }
    tell({ bytesCached: progress.bytesCached + wanted - missing });
    await fetch(pieces);
    return pieces.length;
  }

  async function putWhole(group: Group): Promise<void> {
    for (const object of group.objects) {
      const encoding = group.isText ? await foreignEncoding(object.file) : undefined;
      if (encoding) await mirror.putOwn(object.identity, (file) => transcode(object.file, encoding, file));
      else await mirror.put(object.identity, object.file);
    }
  }

  const parquet = groups.filter(({ kind }) => kind === 'parquet');
  for (const group of groups.filter(({ kind }) => kind === 'metadata')) {
    await needFooters(group.objects);
    for (const object of group.objects) await mirror.put(object.identity, object.file);
  }
  const whole = groups.filter(({ kind }) => kind === 'whole');
  await fetchRanges(
    whole.flatMap(({ objects }) =>
      objects.map((object) => ({ object, ranges: [{ start: 0, end: object.identity.size }] })),
    ),
  );
  for (const group of whole) await putWhole(group);

  const firsts = parquet.flatMap(({ objects, unionByName }) => (unionByName ? objects : objects.slice(0, 1)));
  await needFooters(firsts);
  const known = new Map(
    parquet.map((group) => [
      group,
      knownColumns(
        group,
        (group.unionByName ? group.objects : group.objects.slice(0, 1)).flatMap(
          (one) => footers.get(one) ?? [],
        ),
      ),
    ]),
  );
  const write = () => writeStatement(body, statement, read, tables, mirror);
  const pruned = await prunedObjects({ engine, mirror, folder, known, write });
  for (const group of parquet) {
    const needed = group.objects.filter((object) => !pruned.has(object));
    await needFooters(needed);
    for (const object of group.objects)
      if (pruned.has(object) && !footers.has(object)) await mirror.putNothing(object.identity);
      else await mirror.put(object.identity, object.file);
  }
  const ready = write();
  const onlyPlans = statement.explain !== '' && !statement.analyzes;
  const plan = parquet.length > 0 ? await planOf(engine, ready, mirror) : undefined;
  const columns = plan ? neededColumns(plan, known) : new Map<Group, undefined>();
  const firstRows = plan?.isFirstRows === true && parquet.length === 1 ? read.firstRows : undefined;
  if (!onlyPlans)
    await fetchRanges(
      parquet.flatMap((group) => {
        const objects = group.objects.filter((object) => !pruned.has(object));
        const counts =
          firstRows === undefined
            ? []
            : firstRowGroups(
                objects.map((one) => footers.get(one)),
                firstRows,
              );
        return objects.map((object, index) => ({
          object,
          ranges: neededRanges(object, footers.get(object), columns.get(group), counts[index]),
        }));
      }),
    );

  return {
    statement,
    ready,
    mirror,
    isOrdered: read.isOrdered,
    isFirstRows: firstRows !== undefined,
    asOf,
    async complete() {
      for (const group of parquet) {
        for (const object of group.objects) object.doubt();
        await needFooters(group.objects);
        for (const object of group.objects) await mirror.put(object.identity, object.file);
      }
      const needs = parquet.flatMap(({ objects }) =>
        objects.map((object) => ({ object, ranges: [{ start: 0, end: object.identity.size }] })),
      );
      return (await fetchRanges(needs)) > 0 || pruned.size > 0;
    },
  };
}

async function findObjects(engine: Engine, question: Question, read: ReadStatement) {
  const { endpoint, listAll, clock, signal } = question;
  const { cache, lists } = engine;
  let asOf: number | undefined;
  const found = new Map<string, Promise<readonly CachedObject[]>>();
  const find = async (address: string, name: { bucket: string; pattern: string }) => {
    const known = found.get(address);
    if (known) return known;
    const finding = resolveName(name, { endpoint, cache, lists, listAll, clock, signal }).then(
      async ({ objects, asOf: at }) => {
        if (at !== undefined) asOf = Math.min(asOf ?? at, at);
        return Promise.all(objects.map((identity) => cache.open(identity)));
      },
    );
    found.set(address, finding);
    return finding;
  };
  const tables: Table[] = [];
  for (const source of read.sources) {
    const objects: (readonly CachedObject[])[] = [];
    for (const name of source.names) objects.push(await find(name.address, name));
    tables.push({ source, objects });
  }
  return { tables, asOf };
}

const spare = 512 * 2 ** 20;
const gib = (bytes: number) => Math.round((bytes / 2 ** 30) * 10) / 10;

async function checkRoom(engine: Engine, allowed: number, already: number, bytes: number): Promise<void> {
  if (already + bytes > allowed)
    throw failure('over-quota', 'The query would fetch very much', {
      reason: 'query-too-much',
      values: { gib: gib(already + bytes), limit: gib(allowed), bytes: already + bytes },
    });
  if (bytes < 2 ** 20) return;
  const free = await engine.free();
  if (bytes + spare > free)
    throw failure('no-space', 'The query would fetch more than this laptop has room for', {
      reason: 'query-no-room',
      values: { gib: gib(bytes), free: gib(free) },
    });
}
