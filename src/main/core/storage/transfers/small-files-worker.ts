/** The thread that writes small files: many in one go, synced before they get their names. */
import {
  closeSync,
  constants,
  fdatasyncSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { SmallFile, SmallFileAnswer, SmallFileRequest } from './small-files.ts';

const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);

class Taken extends Error {
  readonly code = 'EEXIST';
}

function written({ part, bytes, modified }: SmallFile): number {
  const descriptor = openSync(part, flags, 0o666);
  try {
    // A full disk takes a part first, and refuses the rest.
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at, bytes.length - at, at);
    if (modified > 0) futimesSync(descriptor, new Date(), new Date(modified));
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function named({ part, target, replace }: SmallFile): void {
  const there = lstatSync(target, { throwIfNoEntry: false });
  if (there && (!replace || there.isDirectory())) throw new Taken('The name is taken');
  renameSync(part, target);
}

/** So that also the new names are there after a loss of power; Windows opens no folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function answerTo({ files }: SmallFileRequest): SmallFileAnswer {
  const failed = new Map<number, unknown>();
  const each = <T>(work: (file: SmallFile, at: number) => T): (T | undefined)[] =>
    files.map((file, at) => {
      if (failed.has(at)) return undefined;
      try {
        return work(file, at);
      } catch (error) {
        failed.set(at, error);
        return undefined;
      }
    });
  // All are written before the first is synced: the system then has few transactions to make.
  const descriptors = each(written);
  each((_, at) => fdatasyncSync(descriptors[at] ?? -1));
  for (const descriptor of descriptors) if (descriptor !== undefined) closeSync(descriptor);
  each(named);
  const folders = new Map<string, unknown>();
  for (const { target } of files) {
    const folder = path.dirname(target);
    if (folders.has(folder)) continue;
    try {
      syncFolder(folder);
      folders.set(folder, undefined);
    } catch (error) {
      folders.set(folder, error);
    }
  }
  return {
    failed: files.map(({ target }, at) => told(failed.get(at) ?? folders.get(path.dirname(target)))),
  };
}

function told(error: unknown): SmallFileAnswer['failed'][number] {
  if (error === undefined) return undefined;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { code, message: error instanceof Error ? error.message : String(error) };
}

parentPort?.on('message', (request: SmallFileRequest) => parentPort?.postMessage(answerTo(request)));
