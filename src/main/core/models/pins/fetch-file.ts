/** Fetches one file of a version into a part: by many ranges, or by one stream; goes on with what is there. */
import { setTimeout as delay } from 'node:timers/promises';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import { asFailure } from './disk.ts';
import { createPace, mostLanes, type Pace } from './pace.ts';
import { missingRanges, wholeUntil, type PartFile, type Range } from './part-file.ts';
import type { RemoteFile, VersionSource } from './version-source.ts';

export interface Fetching {
  readonly source: VersionSource;
  readonly file: RemoteFile;
  readonly part: PartFile;
  /** Of the model, for people. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly clock: () => number;
  /** Bytes came, or (below zero) must come again. */
  readonly progress: (bytes: number) => void;
  /** Milliseconds before the first repetition. */
  readonly pause?: number | undefined;
}

const mebibyte = 1024 ** 2;
const rangeBytes = 16 * mebibyte;
/** A stream notes how far it is after so many bytes. */
const noteBytes = 8 * mebibyte;
/** Repetitions in a row that bring nothing. */
const mostAttempts = 4;
const usualPause = 500;

/** @returns the number of bytes, which are on the disk @throws Failure; what came stays noted */
export async function fetchFile(fetching: Fetching): Promise<number> {
  const { source, file, part } = fetching;
  if (source.hasRanges && file.bytes !== undefined) {
    try {
      await inRanges(fetching, file.bytes);
      await part.finish(file.bytes);
      return file.bytes;
    } catch (error) {
      if (!isFailure(error) || error.data.reason !== 'storage-no-ranges') throw asFailed(fetching, error);
    }
  }
  const bytes = await inOneStream(fetching);
  await part.finish(bytes).catch((error: unknown) => {
    throw asFailed(fetching, error);
  });
  return bytes;
}

async function inRanges(fetching: Fetching, bytes: number): Promise<void> {
  const { part, clock, signal } = fetching;
  const pace = createPace(clock);
  const pieces = missingRanges(part.have, bytes, rangeBytes).values();
  const ended = new AbortController();
  const all: Fetching = { ...fetching, signal: AbortSignal.any([signal, ended.signal]) };
  let lanes = 0;
  let failed: { readonly error: unknown } | undefined;
  await new Promise<void>((resolve) => {
    const lane = async (): Promise<void> => {
      for (const piece of pieces) {
        await repeated(all, pace, () => fetchRange(all, pace, piece));
        for (let more = lanes; more < pace.lanes; more += 1) begin();
        if (lanes > pace.lanes) return;
      }
    };
    const begin = () => {
      lanes += 1;
      void lane()
        .catch((error: unknown) => {
          failed ??= { error };
          ended.abort();
        })
        .finally(() => {
          lanes -= 1;
          if (lanes === 0) resolve();
        });
    };
    for (let lane = 0; lane < Math.min(pace.lanes, mostLanes); lane += 1) begin();
  });
  if (failed) throw failed.error;
}

async function fetchRange(fetching: Fetching, pace: Pace, piece: Range): Promise<void> {
  const { source, file, part, signal, progress } = fetching;
  let at = piece.start;
  try {
    const { body } = await source.open(file, piece, signal);
    for await (const bytes of body as AsyncIterable<Buffer>) {
      if (at + bytes.length > piece.end) throw tooLong(fetching);
      await part.write(bytes, at);
      at += bytes.length;
      progress(bytes.length);
      pace.came(bytes.length);
    }
    if (at < piece.end) throw short(fetching);
    await part.note(piece);
  } catch (error) {
    progress(piece.start - at);
    throw error;
  }
}

/** Bytes from the last noted one on; all of them where the server does not send a part. */
async function inOneStream(fetching: Fetching): Promise<number> {
  const { source, file, part, progress, signal } = fetching;
  let attempts = 0;
  for (;;) {
    const from = wholeUntil(part.have);
    // Ended between the last byte and the record of the file: nothing is left to ask for.
    if (file.bytes !== undefined && from >= file.bytes) return from;
    let at = from;
    let noted = from;
    const note = async () => {
      if (at === noted) return;
      await part.note({ start: noted, end: at });
      noted = at;
    };
    try {
      const { body, bytes, isPartial } = await source.open(file, { start: from }, signal);
      if (!isPartial && from > 0) {
        // A server without ranges: what is here is overwritten.
        await part.forget();
        progress(-from);
        at = noted = 0;
      }
      const wanted = file.bytes ?? bytes;
      for await (const piece of body as AsyncIterable<Buffer>) {
        if (at === 0) refusePage(fetching, piece);
        if (wanted !== undefined && at + piece.length > wanted) throw tooLong(fetching);
        await part.write(piece, at);
        at += piece.length;
        progress(piece.length);
        if (at - noted >= noteBytes) await note();
      }
      if (wanted !== undefined && at < wanted) throw short(fetching);
      await note();
      return at;
    } catch (error) {
      const failed = asFailed(fetching, error);
      // What came is kept, also where it cannot go on: the next attempt begins behind it.
      await note().catch(() => progress(noted - at));
      if (file.bytes === undefined && from > 0 && failed.code === 'invalid-input') {
        // A whole part of a file whose size nobody told is asked for behind its end (416): begun anew.
        await part.forget();
        progress(-from);
        continue;
      }
      attempts = noted > from ? 0 : attempts + 1;
      if (!isPassing(failed.code) || attempts > mostAttempts) throw failed;
      await wait(fetching, attempts);
    }
  }
}

/** Does work again where the connection broke or the server was pressed. */
async function repeated(fetching: Fetching, pace: Pace, work: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const failed = asFailed(fetching, error);
      if (!isPassing(failed.code) || attempt >= mostAttempts) throw failed;
      if (failed.code === 'busy') pace.slow();
      await wait(fetching, attempt);
    }
  }
}

const isPassing = (code: string) => code === 'unreachable' || code === 'busy';

async function wait({ pause = usualPause, signal }: Fetching, attempt: number): Promise<void> {
  await delay(pause * 2 ** attempt, undefined, { signal }).catch(() => {
    throw failure('cancelled', 'Cancelled');
  });
}

function asFailed({ signal, name, source }: Fetching, error: unknown) {
  return signal.aborted ? failure('cancelled', 'Cancelled') : asFailure(error, { name, host: source.host });
}

/** A page of a proxy (to sign in, to excuse itself) instead of the file. @throws Failure `pin-page` */
function refusePage({ file, source, name }: Fetching, piece: Buffer): void {
  if (/\.html?$/i.test(file.path) || !/^\s*<(!doctype|html)/i.test(piece.toString('latin1', 0, 64))) return;
  throw failure('unsupported', 'The server sent a page instead of the file', {
    reason: 'pin-page',
    values: { name, file: file.path, host: source.host },
  });
}

function short({ name, file, source }: Fetching) {
  return failure('unreachable', 'The connection ended before all bytes were there', {
    reason: 'pin-short',
    values: { name, file: file.path, host: source.host },
  });
}

function tooLong({ name, file, source }: Fetching) {
  return failure('conflict', 'The server sends more bytes than it said', {
    reason: 'pin-changed',
    values: { name, file: file.path, host: source.host },
  });
}
