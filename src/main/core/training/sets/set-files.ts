/** The files of a training set; the same rows give the same bytes. Pure. */
import { createHash } from 'node:crypto';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { TrainingSetFile } from '../../../../shared/contract/training/sets.ts';
import { dotless } from '../../../../shared/nomenclature/code.ts';
import type { SetRow } from './build-set.ts';

export interface SetFile {
  readonly name: string;
  readonly rows: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  /** MD5, hexadecimal, as a write to S3 wants it. */
  readonly md5: string;
  readonly contentType: string;
}

/** What fastText learns a label by (fastText documentation, "supervised"). */
export const labelPrefix = '__label__';

/** A line of fastText: the code without its dots, then what the model is given. */
export function fasttextLine({ code, line }: Pick<SetRow, 'code' | 'line'>): string {
  return `${labelPrefix}${dotless(code)} ${line}`;
}

/** All files but `set.json`, in the order of their names; those of a part without rows are there, empty. */
export function filesOfSet(rows: readonly SetRow[]): SetFile[] {
  const test = rows.filter(({ part }) => part === 'test');
  const train = rows.filter(({ part }) => part !== 'test');
  return [
    made('rows.parquet', rows.length, parquet(rows), parquetType),
    made('test.parquet', test.length, parquet(test), parquetType),
    made('test.txt', test.length, lines(test), textType),
    made('train.txt', train.length, lines(train), textType),
  ];
}

/** The hash of a set: SHA-256 over names and hashes of its files. */
export function hashOfSet(files: TrainingSetFile['files']): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.name}\0${file.hash}\n`);
  return hash.digest('hex');
}

const textType = 'text/plain; charset=utf-8';
const parquetType = 'application/vnd.apache.parquet';

function made(name: string, rows: number, bytes: Uint8Array<ArrayBuffer>, contentType: string): SetFile {
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  return { name, rows, bytes, hash: digest('sha256'), md5: digest('md5'), contentType };
}

function lines(rows: readonly SetRow[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(rows.map((row) => `${fasttextLine(row)}\n`).join(''));
}

function parquet(rows: readonly SetRow[]): Uint8Array<ArrayBuffer> {
  const names = ['id', 'source', 'text', 'line', 'code', 'part'] as const;
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: names.map((name) => ({
        name,
        data: rows.map((row) => row[name]),
        type: 'STRING' as const,
      })),
      createdBy: 'Sardonyx',
    }),
  );
}
