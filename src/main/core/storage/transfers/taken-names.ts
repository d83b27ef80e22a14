/** Which names are taken at the target: asked before anything is written, with as few requests as possible. */
import { readdir, lstat } from 'node:fs/promises';
import path from 'node:path';
import type { ConflictAnswer } from '../../../../shared/contract/storage/transfers.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { listAll } from '../../platform/s3/list-objects.ts';
import type { ListedObject } from '../../platform/s3/listed-object.ts';
import { nameBeside } from './conflict-names.ts';
import type { Journal } from './journal.ts';
import { headObject } from './object-calls.ts';
import { fromJournal, toJournal, type FileEntry } from './record.ts';

const page = 1000;
/** Up to so many single names are asked one by one. */
const fewNames = 16;

/** Where a transfer writes. */
export type Target =
  | {
      readonly kind: 'bucket';
      readonly endpoint: S3Endpoint;
      readonly bucket: string;
      readonly prefix: string;
    }
  | { readonly kind: 'folder' };

interface Names {
  readonly transfer: string;
  readonly journal: Journal;
  readonly target: Target;
  readonly signal: AbortSignal;
}

async function* filesIn(names: Names, conflict: boolean): AsyncGenerator<FileEntry[], void, undefined> {
  for (let after = -1; ;) {
    const rows = await names.journal.read.files({
      transfer: names.transfer,
      states: ['sending', 'ready'],
      conflict,
      after,
      count: page,
    });
    if (rows.length > 0) yield rows.map(fromJournal);
    if (rows.length < page) return;
    after = rows.at(-1)?.number ?? after;
  }
}

const writes = ({ record }: FileEntry) =>
  !record.replace && ['upload', 'download', 'copy', 'move'].includes(record.action);

/** Marks the files whose names are taken; how many, and the first of them. @throws Failure */
export async function findConflicts(names: Names): Promise<{ count: number; sample: string[] }> {
  const there = names.target.kind === 'bucket' ? await keysThere(names, names.target) : await filesThere();
  let count = 0;
  const sample: string[] = [];
  for await (const files of filesIn(names, false)) {
    const marked: FileEntry[] = [];
    for (const file of files) {
      if (!writes(file)) continue;
      const existing = await there(file.record.target);
      if (existing) marked.push({ ...file, conflict: true, record: { ...file.record, existing } });
    }
    count += marked.length;
    sample.push(...marked.slice(0, 5 - sample.length).map(({ name }) => name));
    await names.journal.commit(
      ...marked.map((file) => ({ kind: 'file', transfer: names.transfer, file: toJournal(file) }) as const),
    );
  }
  return { count, sample };
}

type There = (target: string) => Promise<{ size: number; modified: number } | undefined>;

async function keysThere(names: Names, target: Target & { kind: 'bucket' }): Promise<There> {
  const { endpoint, bucket, prefix } = target;
  const { signal } = names;
  const wanted = new Set<string>();
  for await (const files of filesIn(names, false))
    for (const file of files) if (writes(file)) wanted.add(file.record.target);
  const found = new Map<string, { size: number; modified: number }>();
  const keep = ({ key, size, modified }: ListedObject) => {
    if (wanted.has(key)) found.set(key, { size, modified });
  };
  const folders = new Set<string>();
  const singles: string[] = [];
  for (const key of wanted) {
    const slash = key.indexOf('/', prefix.length);
    if (slash < 0) singles.push(key);
    else folders.add(key.slice(0, slash + 1));
  }
  const list = async (asked: string, recursive: boolean) => {
    const request = { bucket, prefix: asked, recursive, versions: false, signal };
    for await (const objects of listAll(endpoint, request)) for (const one of objects) keep(one);
  };
  if (wanted.size <= fewNames) await askSingly([...wanted]);
  else {
    for (const folder of folders) await list(folder, true);
    if (singles.length <= fewNames) await askSingly(singles);
    else await list(prefix, false);
  }
  async function askSingly(keys: readonly string[]): Promise<void> {
    await Promise.all(
      keys.map(async (key) => {
        const one = await headObject(endpoint, { bucket, key }, signal);
        if (one) keep(one);
      }),
    );
  }
  return async (key) => found.get(key);
}

/** Each folder is read once, not each file asked for. */
async function filesThere(): Promise<There> {
  const folders = new Map<string, Promise<ReadonlySet<string>>>();
  return async (target) => {
    const folder = path.dirname(target);
    const names =
      folders.get(folder) ??
      readdir(folder).then(
        (all) => new Set(all.map(folded)),
        () => new Set<string>(),
      );
    folders.set(folder, names);
    if (!(await names).has(folded(path.basename(target)))) return undefined;
    const found = await lstat(target).catch(() => undefined);
    return found && { size: found.size, modified: Math.trunc(found.mtimeMs) };
  };
}

const folded = (name: string) => name.normalize('NFC').toLowerCase();

/** Does with every marked file what the person chose; the changed files. @throws Failure */
export async function settleConflicts(names: Names, answer: ConflictAnswer): Promise<void> {
  const targets = new Set<string>();
  if (answer === 'keep-both')
    for (const conflict of [true, false])
      for await (const files of filesIn(names, conflict))
        for (const file of files) targets.add(file.record.target);
  for (;;) {
    const [files = []] = await Array.fromAsync(firstOf(filesIn(names, true)));
    if (files.length === 0) return;
    const settled: FileEntry[] = [];
    for (const file of files) settled.push(await settle(names, file, answer, targets));
    await names.journal.commit(
      ...settled.map((file) => ({ kind: 'file', transfer: names.transfer, file: toJournal(file) }) as const),
    );
  }
}

async function* firstOf<T>(all: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  for await (const one of all) {
    yield one;
    return;
  }
}

async function settle(
  names: Names,
  file: FileEntry,
  answer: ConflictAnswer,
  targets: Set<string>,
): Promise<FileEntry> {
  const { record } = file;
  const plain = { ...file, conflict: false };
  if (answer === 'keep-both') {
    const target = await freeName(names, record.target, targets);
    targets.add(target);
    const { existing: _, ...rest } = record;
    return { ...plain, record: { ...rest, target } };
  }
  const replace =
    answer === 'replace' || (answer === 'newer' && record.modified > (record.existing?.modified ?? 0));
  return replace ? { ...plain, record: { ...record, replace } } : { ...plain, state: 'skipped' };
}

async function freeName(names: Names, target: string, targets: ReadonlySet<string>): Promise<string> {
  const known = new Set<string>();
  for (;;) {
    const split = names.target.kind === 'folder' ? path.dirname(target).length + 1 : 0;
    const beside = nameBeside(target.slice(split), (one) => {
      const whole = target.slice(0, split) + one;
      return known.has(whole) || targets.has(whole);
    });
    const whole = target.slice(0, split) + beside;
    const there =
      names.target.kind === 'bucket'
        ? await headObject(names.target.endpoint, { bucket: names.target.bucket, key: whole }, names.signal)
        : await lstat(whole).catch(() => undefined);
    if (!there) return whole;
    known.add(whole);
  }
}
