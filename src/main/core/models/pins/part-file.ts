/** A file that is on its way: its bytes, and beside it a journal of the ranges that are on the disk. */
import { appendFile, open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import type { Disk } from './disk.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface PartFile {
  /** Ranges that were there before, and those that came since; in any order. */
  readonly have: readonly Range[];
  /** @throws Error of Node */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Notes a range once its bytes are on the disk. @throws Error of Node */
  note(range: Range): Promise<void>;
  /** Nothing of what came counts. */
  forget(): Promise<void>;
  /** All bytes are there: cuts what may lie behind them and waits for the disk. */
  finish(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** By what a part is known to belong to the file as it is now. */
interface Of {
  readonly path: string;
  readonly bytes?: number | undefined;
  readonly etag?: string | undefined;
}

const journalOf = (file: string) => `${file}.journal`;

/** Goes on with what is there, if it is of the same file; otherwise begins anew. @throws Error of Node */
export async function openPart(file: string, of: Of, disk: Disk): Promise<PartFile> {
  const header = JSON.stringify({ path: of.path, bytes: of.bytes ?? null, etag: of.etag ?? null });
  const have = await notedRanges(file, header);
  const isNew = have === undefined;
  const handle = await openFile(file, isNew);
  if (isNew) await writeFile(journalOf(file), `${header}\n`, { mode: 0o600, flush: true });
  const ranges: Range[] = [...(have ?? [])];
  return {
    have: ranges,
    write: (bytes, position) => disk.write(handle, bytes, position),
    async note(range) {
      await handle.datasync();
      ranges.push(range);
      await appendFile(journalOf(file), `${JSON.stringify(range)}\n`);
    },
    async forget() {
      ranges.length = 0;
      await writeFile(journalOf(file), `${header}\n`, { mode: 0o600, flush: true });
    },
    async finish(bytes) {
      await handle.truncate(bytes);
      await handle.sync();
    },
    close: () => handle.close(),
  };
}

/** Removes a part with its journal. */
export async function removePart(file: string): Promise<void> {
  await rm(file, { force: true });
  await rm(journalOf(file), { force: true });
}

/** Bytes of a part that are on the disk for sure. */
export async function bytesOfPart(file: string): Promise<number> {
  const lines = await linesOf(file);
  return lines.slice(1).reduce((sum, line) => {
    const range = rangeOf(line);
    return sum + (range ? range.end - range.start : 0);
  }, 0);
}

/** Undefined where there is no part, or one of another file. */
async function notedRanges(file: string, header: string): Promise<Range[] | undefined> {
  const [first, ...lines] = await linesOf(file);
  if (first !== header) return undefined;
  // The last line may be cut: its range is fetched again.
  return lines.map(rangeOf).filter((range) => range !== undefined);
}

async function linesOf(file: string): Promise<string[]> {
  return (await readFile(journalOf(file), 'utf8').catch(() => '')).split('\n');
}

function rangeOf(line: string): Range | undefined {
  try {
    const { start, end } = JSON.parse(line) as Record<string, unknown>;
    return Number.isSafeInteger(start) && Number.isSafeInteger(end) ? ({ start, end } as Range) : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes without a journal, or a journal without bytes, count for nothing. */
async function openFile(file: string, isNew: boolean): Promise<FileHandle> {
  return open(file, isNew ? 'w' : 'r+', 0o600);
}

/** What is still missing of `bytes`, in pieces of at most `most`. Pure. */
export function missingRanges(have: readonly Range[], bytes: number, most: number): Range[] {
  const missing: Range[] = [];
  let at = 0;
  const until = (end: number) => {
    while (at < end) {
      const start = at;
      at = Math.min(end, start + most);
      missing.push({ start, end: at });
    }
  };
  for (const { start, end } of [...have].sort((one, other) => one.start - other.start)) {
    until(Math.min(start, bytes));
    at = Math.max(at, end);
  }
  until(bytes);
  return missing;
}

/** How many bytes from the beginning are there without a gap. Pure. */
export function wholeUntil(have: readonly Range[]): number {
  let at = 0;
  for (const { start, end } of [...have].sort((one, other) => one.start - other.start)) {
    if (start > at) break;
    at = Math.max(at, end);
  }
  return at;
}
