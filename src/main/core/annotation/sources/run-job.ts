/** What the thread does for each job. */
import type { Input, Reader } from './blocks.ts';
import { columnValues } from './column-values.ts';
import { drawRows, type DrawnRows } from './draw-rows.ts';
import type { Encoding } from './encoding.ts';
import { Findings, SourceFault } from './findings.ts';
import { guessColumns, type ColumnChoice } from './guess-columns.ts';
import { openReader } from './open-reader.ts';
import { createScan } from './scan.ts';
import type { Answers, Job, RowsJob, ScanAnswer, ScanJob } from './source-jobs.ts';

export interface Told {
  progress(share: number): void;
  /** Resolves as soon as the next rows may come. */
  rows(rows: DrawnRows): Promise<void>;
}

/** Rows that one message holds at most, so that who receives it is not held up. */
const rowsInMessage = 500;
/** Rows by whose values columns are guessed. */
const firstRows = 1_000;
/** A campaign is drawn from at most so many. */
const mostRows = 50_000_000;

/** @throws Failure of the network; SourceFault where a file that was read before cannot be read any more */
export async function runJob(job: Job, inputs: readonly Input[], told: Told): Promise<Answers[Job['what']]> {
  if (job.what === 'scan') return scanFiles(job, inputs, told);
  const readers = new Map<number, Promise<Reader>>();
  const readerOf = (file: number) => {
    const input = inputs[file];
    if (!input) throw new RangeError(`There is no file ${file}`);
    const reader = readers.get(file) ?? openReader(input, job.files[file]?.encoding);
    readers.set(file, reader);
    return reader;
  };
  if (job.what === 'values') return columnValues(job.blocks, job.choices, job.column, job.most, readerOf);
  await tellRows(job, readerOf, told);
  return undefined;
}

async function tellRows(
  job: RowsJob,
  readerOf: (file: number) => Promise<Reader>,
  told: Told,
): Promise<void> {
  let drawn = 0;
  for await (const rows of drawRows(job, readerOf)) {
    for (let from = 0; from < rows.length; from += rowsInMessage)
      await told.rows(rows.slice(from, from + rowsInMessage));
    drawn += rows.length;
    told.progress(drawn / job.indices.length);
  }
}

async function scanFiles(job: ScanJob, inputs: readonly Input[], told: Told): Promise<ScanAnswer> {
  const findings = new Findings();
  const encodings: (Encoding | undefined)[] = [];
  const bytes = inputs.reduce((sum, { size }) => sum + size, 0);
  let { choices } = job;
  let scan: ReturnType<typeof createScan> | undefined;
  let format: ScanAnswer['format'] | undefined;
  let firstNames: string | undefined;
  let before = 0;
  let rows = 0;
  for (const [file, input] of inputs.entries()) {
    let reader: Reader | undefined;
    try {
      reader = await openReader(input);
      format ??= reader.format;
      for await (const block of reader.blocks(findings)) {
        choices ??= await guess(block);
        scan ??= createScan(choices, job.list, findings);
        const names = [...block.names].sort().join('\n');
        firstNames ??= names;
        const isTable = reader.format === 'csv' || reader.format === 'parquet';
        if (isTable && names !== firstNames) findings.count('other-columns', input.name, block.rows);
        await scan.add(file, block);
        rows += block.rows;
        if (rows > mostRows) throw new SourceFault('unreadable', `It has more than ${mostRows} rows`);
        const share = reader.format === 'parquet' ? 0 : block.place.end;
        told.progress(Math.min(1, (before + share) / Math.max(1, bytes)));
      }
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      findings.add({ kind: error.kind, severity: 'error', name: input.name, ...error.at });
    }
    encodings.push(reader?.encoding);
    if (reader?.encoding !== undefined && reader.encoding !== 'utf-8')
      findings.add({ kind: 'encoding', name: input.name });
    before += input.size;
    told.progress(before / Math.max(1, bytes));
  }
  choices ??= [];
  scan ??= createScan(choices, job.list, findings);
  const scanned = scan.done();
  const has = (role: ColumnChoice['role']) => scanned.columns.some((one) => one.role === role);
  if (scanned.rows === 0 && !findings.hasErrors)
    findings.add({ kind: 'empty', severity: 'error', name: inputs[0]?.name ?? '' });
  if (scanned.rows > 0 && !has('text'))
    findings.add({ kind: 'no-text-column', severity: 'error', name: inputs[0]?.name ?? '' });
  if (scanned.rows > 0 && !(has('suggestion-code') && has('suggestion-probability')))
    findings.add({ kind: 'no-suggestions', name: inputs[0]?.name ?? '' });
  return {
    ...scanned,
    choices: scanned.columns.map(({ name, role, rank }) => ({
      name,
      role,
      ...(rank !== undefined && { rank }),
    })),
    format: format ?? 'csv',
    encodings,
    findings: findings.list(),
    findingsInAll: findings.inAll,
  };
}

async function guess(block: Parameters<ReturnType<typeof createScan>['add']>[1]): Promise<ColumnChoice[]> {
  const first = [];
  for (const [index, name] of block.names.entries()) {
    const cells = await block.column(index, firstRows);
    first.push({
      name,
      cells: Array.from({ length: Math.min(firstRows, cells.length) }, (_, row) => cells[row]),
    });
  }
  return guessColumns(first);
}
