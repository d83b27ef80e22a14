/** What a reader reads from: bytes of known size, at any place. */
import { failure, type Failure } from '../../../../../shared/contract/errors.ts';

export interface Source {
  /** The object's key. */
  readonly name: string;
  /** Bytes; of what was unpacked, where the object is packed. */
  readonly size: number;
  /** Only the beginning is there (packed objects are unpacked so far only). */
  readonly cut: boolean;
  /** Bytes `[start, end)`, cut at the end. @throws Failure */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A source over bytes that are at hand. */
export function sourceOf(name: string, bytes: Uint8Array, cut = false): Source {
  return {
    name,
    size: bytes.length,
    cut,
    read: async (start, end) => bytes.subarray(Math.max(0, start), Math.max(0, Math.min(end, bytes.length))),
  };
}

/** What is wrong with a file, as a Failure with one of the reasons of this folder. */
export type PreviewReason =
  | 'preview-broken'
  | 'preview-truncated'
  | 'preview-lying'
  | 'preview-too-big'
  | 'preview-bomb'
  | 'preview-too-slow'
  | 'preview-crashed'
  | 'preview-not-a-table'
  | 'preview-no-sheet'
  | 'preview-codec';

/** Makes the Failure of a file that cannot be shown; `words` are the reader's own. */
export function unreadable(
  reason: PreviewReason,
  message: string,
  values: Record<string, string | number> = {},
  words?: string,
): Failure {
  const isOurs = reason === 'preview-too-big' || reason === 'preview-too-slow' || reason === 'preview-codec';
  return failure(isOurs ? 'unsupported' : 'invalid-input', message, {
    reason,
    values,
    ...(words !== undefined && { words: words.slice(0, 500) }),
  });
}

/** The bytes `[start, end)`, all of them. @throws Failure `preview-truncated` where the file ends before. */
export async function readExactly(source: Source, start: number, end: number): Promise<Uint8Array> {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start)
    throw unreadable('preview-lying', 'The file points at a place that cannot be', { name: source.name });
  if (end > source.size)
    throw unreadable('preview-truncated', 'The file ends too early', { name: source.name });
  return source.read(start, end);
}

/** A view of bytes for numbers. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
