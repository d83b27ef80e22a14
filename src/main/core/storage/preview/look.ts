/** Looks into one opened object: recognises it, and has it read where it can be. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { Preview } from '../../../../shared/contract/storage/preview.ts';
import { hexOf } from './formats/text.ts';
import { unreadable } from './formats/source.ts';
import type { PreviewBody, RowsPage } from './jobs.ts';
import type { Media } from './media.ts';
import type { OpenedObject } from './opened-objects.ts';
import type { ReaderThreads } from './reader-threads.ts';
import { mismatchOf, recognise, type Recognised } from './recognise.ts';
import { unpackedHead } from './unpacked-head.ts';

/** Up to here an object is read whole at once. */
const small = 256 * 1024;
const headBytes = 16 * 1024;

export interface Look {
  readonly threads: ReaderThreads;
  /** Gives the address under which the host serves a picture, a film... */
  readonly address: (opened: OpenedObject, media: Media) => string;
}

/** What an object looks like. @throws Failure of the network; what is wrong with the file itself is a preview of kind `broken`. */
export async function look(
  opened: OpenedObject,
  { threads, address }: Look,
  signal?: AbortSignal,
): Promise<Preview> {
  const { ranged } = opened;
  let fetched = 0;
  const count = (bytes: number) => void (fetched += bytes);
  const { packed, head } = await headOf(opened, signal, count);
  const found = recognise(head, ranged.name, ranged.size);
  const mismatch = mismatchOf(ranged.name, found, ranged.size);
  const seen = () => ({
    size: ranged.size,
    etag: ranged.etag,
    bytesFetched: fetched,
    ...(mismatch && { mismatch }),
  });
  switch (found.kind) {
    case 'media':
      return { ...media(found.media, address(opened, found.media)), ...seen() };
    case 'named':
      return { kind: 'named', format: found.format, reason: found.reason, ...seen() };
    case 'bytes':
      return { ...hexOf(head), ...seen() };
    case 'read':
      try {
        const body = await threads.run(
          { what: 'preview', parser: found.parser, name: ranged.name, size: ranged.size, packed },
          (start, end, abort) => opened.read(start, end, abort, count),
          signal,
        );
        return { ...body, ...seen() };
      } catch (error) {
        if (!isFailure(error) || !error.data.reason?.startsWith('preview-')) throw error;
        return { kind: 'broken', format: found.format, problem: error.data, ...seen() };
      }
  }
}

/** Rows of a table. @throws Failure, also for what is wrong with the file. */
export async function lookAtRows(
  opened: OpenedObject,
  asked: { sheet?: string | undefined; from: number; count: number; columns?: readonly string[] | undefined },
  threads: ReaderThreads,
  signal?: AbortSignal,
): Promise<RowsPage & { bytesFetched: number }> {
  const { ranged } = opened;
  let fetched = 0;
  const count = (bytes: number) => void (fetched += bytes);
  const { packed, head } = await headOf(opened, signal, count);
  const found: Recognised = recognise(head, ranged.name, ranged.size);
  if (found.kind !== 'read')
    throw unreadable('preview-not-a-table', 'This is no table', { name: ranged.name });
  const { sheet, from, count: rows, columns } = asked;
  const page = await threads.run(
    {
      what: 'rows',
      parser: found.parser,
      name: ranged.name,
      size: ranged.size,
      packed,
      sheet,
      from,
      count: rows,
      columns,
      index: opened.index,
    },
    (start, end, abort) => opened.read(start, end, abort, count),
    signal,
  );
  if (page.index && page.index.marks.length >= (opened.index?.marks.length ?? 0)) opened.index = page.index;
  return { columns: page.columns, rows: page.rows, bytesFetched: fetched };
}

/** The first bytes, unpacked where the object says that it is packed and it is. */
async function headOf(opened: OpenedObject, signal: AbortSignal | undefined, count: (bytes: number) => void) {
  const { size, contentEncoding, name } = opened.ranged;
  const head = await opened.read(0, size <= small ? size : headBytes, signal, count);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const says = /(^|,)\s*(x-)?gzip\s*($|,)/i.test(contentEncoding ?? '');
  // Some programs mark a packed file that keeps its `.gz`; it is then read as the file that it is.
  const packed = says && isGzip && !/\.(gz|tgz)$/i.test(name);
  return { packed, head: packed ? await unpackedHead(head) : head };
}

function media({ shown, type }: Media, address: string): MediaBody {
  return shown === 'image' || shown === 'pdf' ? { kind: shown, address } : { kind: shown, address, type };
}
type MediaBody = Extract<PreviewBody, { address: string }>;
