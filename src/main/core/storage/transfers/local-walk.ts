/** Finds the files of a folder of this laptop; links never lead out of it. */
import { opendir, realpath, stat, lstat } from 'node:fs/promises';
import path from 'node:path';
import { failure, type FailureData } from '../../../../shared/contract/errors.ts';
import { localFailure } from './line.ts';
import { isWithin } from './local-disk.ts';

export interface LocalFile {
  readonly source: string;
  /** With slashes; begins with the name of what was chosen. */
  readonly relative: string;
  readonly size: number;
  readonly modified: number;
  /** Why it cannot be sent; `skipped`: it is not meant to be. */
  readonly problem?: FailureData | undefined;
  readonly skipped?: boolean | undefined;
}

const atOnce = 32;

/**
 * The files at or below a path, in batches. What cannot be read comes with its problem; what is neither file nor folder, and links to
 * folders or out of the chosen folder, come as skipped.
 * @param name what the relative paths begin with; empty for none.
 * @throws Failure when the path itself is not there.
 */
export async function* walk(
  chosen: string,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<readonly LocalFile[], void, undefined> {
  const start = await stat(chosen).catch((error: unknown) => {
    throw localFailure(error, chosen);
  });
  if (!start.isDirectory()) {
    yield [start.isFile() ? fileOf(chosen, name, start) : strange(chosen, name, 'transfer-special-skipped')];
    return;
  }
  const root = await realpath(chosen);
  const folders: { folder: string; relative: string }[] = [{ folder: chosen, relative: name }];
  for (let next = folders.pop(); next; next = folders.pop()) {
    const { folder, relative } = next;
    const names: string[] = [];
    try {
      for await (const entry of await opendir(folder)) names.push(entry.name);
    } catch (error) {
      const problem = localFailure(error, folder).data;
      yield [{ source: folder, relative: `${relative}/`, size: 0, modified: 0, problem }];
      continue;
    }
    names.sort();
    for (let at = 0; at < names.length; at += atOnce) {
      if (signal.aborted) throw failure('cancelled', 'Cancelled');
      const looked = await Promise.all(
        names.slice(at, at + atOnce).map((one) => look(path.join(folder, one), joined(relative, one), root)),
      );
      for (const one of looked)
        if (one.kind === 'folder') folders.push({ folder: one.folder, relative: one.relative });
      const files = looked.flatMap((one) => (one.kind === 'file' ? [one.file] : []));
      if (files.length > 0) yield files;
    }
  }
}

const joined = (relative: string, name: string) => (relative === '' ? name : `${relative}/${name}`);

type Looked = { kind: 'folder'; folder: string; relative: string } | { kind: 'file'; file: LocalFile };

async function look(source: string, relative: string, root: string): Promise<Looked> {
  try {
    const entry = await lstat(source);
    if (entry.isDirectory()) return { kind: 'folder', folder: source, relative };
    if (entry.isFile()) return { kind: 'file', file: fileOf(source, relative, entry) };
    if (!entry.isSymbolicLink())
      return { kind: 'file', file: strange(source, relative, 'transfer-special-skipped') };
    const target = await realpath(source).catch(() => undefined);
    const found = target !== undefined && isWithin(root, target) ? await stat(target) : undefined;
    return {
      kind: 'file',
      file: found?.isFile()
        ? fileOf(source, relative, found)
        : strange(source, relative, 'transfer-link-skipped'),
    };
  } catch (error) {
    const problem = localFailure(error, relative).data;
    return { kind: 'file', file: { source, relative, size: 0, modified: 0, problem } };
  }
}

function fileOf(source: string, relative: string, found: { size: number; mtimeMs: number }): LocalFile {
  return { source, relative, size: found.size, modified: Math.trunc(found.mtimeMs) };
}

function strange(source: string, relative: string, reason: string): LocalFile {
  const { data } = failure('unsupported', 'Not a file of its own', { reason, values: { name: relative } });
  return { source, relative, size: 0, modified: 0, skipped: true, problem: data };
}
