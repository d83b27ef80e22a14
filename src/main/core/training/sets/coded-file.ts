/** Texts, ids and codes out of a Parquet file that somebody made. */
import { parquetMetadata, parquetReadObjects, parquetSchema, type Compressors } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { failure } from '../../../../shared/contract/errors.ts';
import { normalisedText } from '../../../../shared/text/normalise.ts';
import type { SourceItem } from './set-material.ts';

/** Names of columns, the most telling first; those of INSEE's files and of our own. */
const names = {
  id: ['source_id', 'liasse_numero', 'id', 'task_id'],
  text: ['text', 'libelle', 'text_description'],
  code: ['code', 'apet_manual'],
} as const;

/** Bytes to which one page may unpack, rows that are read at a time. */
const largestPage = 256 * 1024 ** 2;
const rowsAtOnce = 20_000;

const bounded: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (bytes: Uint8Array, length: number) => {
      if (length > largestPage) throw new RangeError(`A page of ${length} bytes`);
      return unpack(bytes, length);
    },
  ]),
);

/**
 * The rows of a file, some at a time. A row without a text has an empty one, one without an id is named by its file and place.
 * @param key names the file
 * @param variables columns that are kept as variables
 * @param coded false: codes are not asked for, as of items that are kept out
 * @throws Failure `invalid-input` with `training-file-unreadable`, `training-file-columns`
 */
export async function* readCodedFile(
  key: string,
  bytes: ArrayBuffer,
  variables: readonly string[],
  coded: boolean,
): AsyncGenerator<SourceItem[], void, undefined> {
  const wrong = (reason: string, words?: string) =>
    failure('invalid-input', `The file ${key} cannot be learnt from`, {
      reason,
      values: { name: key },
      ...(words !== undefined && { words }),
    });
  try {
    const metadata = parquetMetadata(bytes);
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    const first = (wanted: readonly string[]) => wanted.find((name) => columns.includes(name));
    const [id, text, code] = [first(names.id), first(names.text), first(names.code)];
    if (text === undefined || (coded && code === undefined))
      throw wrong('training-file-columns', columns.join(', '));
    const kept = variables.filter((name) => columns.includes(name));
    const all = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < all; rowStart += rowsAtOnce) {
      const rows = await parquetReadObjects({
        file: bytes,
        metadata,
        compressors: bounded,
        columns: [...new Set([id, text, code, ...kept].filter((name) => name !== undefined))],
        rowStart,
        rowEnd: Math.min(all, rowStart + rowsAtOnce),
      });
      yield rows.map((row, index): SourceItem => {
        const value = textOf(row[text]);
        return {
          id: (id && textOf(row[id])) || `${key}#${rowStart + index}`,
          text: value,
          normalisedText: normalisedText(value),
          variables: Object.fromEntries(kept.map((name) => [name, textOf(row[name])])),
          code: code === undefined ? '' : textOf(row[code]),
        };
      });
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'Failure') throw error;
    throw wrong('training-file-unreadable', error instanceof Error ? error.message : String(error));
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return '';
}
