/** A frame as others see it, over what a pass found and the thread that reads rows again. */
import { createHash } from 'node:crypto';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Ranged } from '../../platform/s3/ranged-object.ts';
import type { CodeList } from './code-book.ts';
import { columnNamed, type ColumnValues } from './column-values.ts';
import { fieldOf, modelOf } from './draw-rows.ts';
import type { Frame, SourceRow, StratumIndex } from './frame.ts';
import { textKey } from './scan.ts';
import type { JobFile, ScanAnswer } from './source-jobs.ts';
import type { SourceThreads } from './source-thread.ts';

const mostStrata = 2_000;
const mostDays = 20_000;
/** Days beyond which months are strata. */
const fewDays = 62;
/** Groups that are looked at before others have their turn. */
const slice = 100_000;

export interface FrameParts {
  readonly files: readonly Ranged[];
  readonly scan: ScanAnswer;
  readonly list: CodeList | undefined;
  readonly threads: SourceThreads;
  readonly readAt: number;
}

/** The name of a file without its folders. */
export const fileName = (key: string) => key.slice(key.lastIndexOf('/') + 1);

/** What a thread must know of the files to read them again. */
export function jobFiles(files: readonly Ranged[], scan?: ScanAnswer): JobFile[] {
  return files.map(({ name, size }, file) => ({ name, size, encoding: scan?.encodings[file] }));
}

/** @throws Failure `invalid-input` with `source-no-text` where no column is the text */
export function createFrame({ files, scan, list, threads, readAt }: FrameParts): Frame {
  const { choices, blocks, group, hashes } = scan;
  if (!choices.some(({ role }) => role === 'text'))
    throw failure('invalid-input', 'No column is the text', { reason: 'source-no-text', field: 'columns' });
  const description = files.map(({ name }) => fileName(name)).join(', ');
  const strata = new Map<string, Promise<StratumIndex>>();
  const [model] = scan.models;

  async function readStratum(name: string, signal: AbortSignal | undefined): Promise<StratumIndex> {
    const column = columnNamed(choices, name);
    if (!column)
      throw failure('not-found', 'The source has no such column', {
        reason: 'source-no-column',
        values: { name },
      });
    const isDate = column.role === 'date';
    const most = isDate ? mostDays : mostStrata;
    const job = { what: 'values', files: jobFiles(files, scan), choices, blocks, column, most } as const;
    const values = await threads.run(job, files, { signal });
    const found = inOrder(isDate && values.names.length > fewDays ? byMonth(values) : values);
    if (found.names.length > mostStrata)
      throw failure('invalid-input', 'The column has too many values', {
        reason: 'source-too-many-strata',
        values: { name, most: mostStrata },
      });
    return found;
  }

  return {
    size: group.length,
    distinctTexts: hashes.length,
    description,
    hash: hashOf(files),
    readAt,
    group,
    p1: scan.p1,
    p2: scan.p2,
    predicted: scan.predicted,
    codes: scan.codes,
    fields: [...new Set(choices.map(fieldOf).filter((name) => name !== undefined))],
    dateColumn: choices.find(({ role }) => role === 'date')?.name,
    findings: scan.findings,
    model: scan.models.length === 1 && model !== undefined ? modelOf(model) : undefined,
    stratum(column, signal) {
      const known = strata.get(column);
      if (known) return known;
      const read = readStratum(column, signal);
      strata.set(column, read);
      read.catch(() => strata.delete(column));
      return read;
    },
    async rows(indices, signal, progress) {
      const found: SourceRow[] = [];
      if (indices.length === 0) return found;
      found.length = indices.length;
      const wrong = indices.find((index) => !(index >= 0 && index < group.length));
      if (wrong !== undefined) throw new RangeError(`The frame has no row ${wrong}`);
      const job = {
        what: 'rows',
        files: jobFiles(files, scan),
        choices,
        list,
        blocks,
        indices: Int32Array.from(indices),
        model: description,
      } as const;
      const rows = (drawn: readonly { at: number; row: SourceRow }[]) => {
        for (const { at, row } of drawn) found[at] = row;
      };
      await threads.run(job, files, { signal, rows, progress });
      return found;
    },
    async groupsOf(texts) {
      const wanted = new Set<number>();
      for (const [index, text] of texts.entries()) {
        wanted.add(textKey(text));
        if (index % 5_000 === 4_999) await new Promise(setImmediate);
      }
      const found = new Set<number>();
      for (let number = 0; number < hashes.length; number++) {
        if (wanted.has(hashes[number] ?? 0)) found.add(number);
        if (number % slice === slice - 1) await new Promise(setImmediate);
      }
      return found;
    },
  };
}

function byMonth({ index, names }: ColumnValues): ColumnValues {
  const months = names.map((day) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? day.slice(0, 7) : day));
  const different = [...new Set(months)];
  const numbers = Int32Array.from(months, (month) => different.indexOf(month));
  return { index: index.map((value) => numbers[value] ?? -1), names: different };
}

/** Names in alphabetical order (of their code units, so that every machine has the same). */
function inOrder({ index, names }: ColumnValues): StratumIndex {
  const sorted = [...names].sort();
  const place = new Map(sorted.map((name, number) => [name, number]));
  const numbers = Int32Array.from(names, (name) => place.get(name) ?? -1);
  return { index: index.map((value) => numbers[value] ?? -1), names: sorted };
}

function hashOf(files: readonly Ranged[]): string {
  const text = files.map(({ name, size, etag }) => `${fileName(name)}\t${size}\t${etag}\n`).join('');
  return createHash('sha256').update(text).digest('hex');
}
