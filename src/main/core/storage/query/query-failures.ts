/** What an error of DuckDB or of the disk means to a person. Pure. */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { DuckError } from './duck.ts';
import { placeOf } from './sql-text.ts';

/** A full disk has a sentence of its own; everything else stays what it is. */
export function diskFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return failure('no-space', 'The disk of this laptop is full', { reason: 'disk-full' });
  return error;
}

export interface ErrorContext {
  /** The person's own text. */
  readonly sql: string;
  /** The byte offset in it of a byte offset in what was run; undefined when it lies outside. */
  toOriginal(offset: number): number | undefined;
  /** Names of copies back to those of objects. */
  named(text: string): string;
  /** Bytes. */
  readonly memoryLimit: number;
}

/** Types of error that a hole in a file cannot cause. */
const aboutStatement = new Set([
  'Parser',
  'Syntax',
  'Binder',
  'Catalog',
  'Permission',
  'Out of Memory',
  'INTERRUPT',
  'Interrupt',
  'Not implemented',
]);

/** True when an error may come from bytes that are not here or are damaged. */
export function mayBeAboutBytes(error: unknown): boolean {
  return error instanceof DuckError && !aboutStatement.has(error.type) && !isFullDisk(error.message);
}

const isFullDisk = (text: string) => /no space left|disk (is )?full|max_temp_directory_size/i.test(text);

/** Turns whatever a query ended with into a Failure, with the place in the person's own text. */
export function queryFailure(error: unknown, context: ErrorContext): unknown {
  if (isFailure(error)) return error;
  if (!(error instanceof DuckError)) return diskFailure(error);
  const words = context.named(error.message);
  if (/^interrupt/i.test(error.type) || error.message === 'Interrupted!')
    return failure('cancelled', 'Cancelled');
  if (isFullDisk(error.message))
    return failure('no-space', 'The query needs more space than there is', { reason: 'query-disk', words });
  if (error.type === 'Out of Memory')
    return failure('no-space', 'The query needs more memory than it may use', {
      reason: 'query-memory',
      values: { gib: Math.round((context.memoryLimit / 2 ** 30) * 10) / 10 },
      words,
    });
  if (error.type === 'Permission')
    return failure('forbidden', 'A query reads objects, not files of this laptop', {
      reason: 'query-local-file',
      values: { name: /"([^"]*)"/.exec(words)?.[1] ?? '' },
      words,
    });
  const offset = error.position === undefined ? undefined : context.toOriginal(error.position);
  const place = offset === undefined ? undefined : placeOf(Buffer.from(context.sql), offset);
  const isInvalid = ['Parser', 'Syntax', 'Binder', 'Catalog'].includes(error.type);
  return failure('invalid-input', isInvalid ? 'The query is not right' : 'The query failed', {
    reason: `${isInvalid ? 'query-invalid' : 'query-failed'}${place ? '-at' : ''}`,
    ...(place && { values: { ...place, message: firstLine(words) } }),
    ...(!place && { values: { message: firstLine(words) } }),
    words,
    field: 'sql',
  });
}

const firstLine = (text: string) => text.split('\n')[0] ?? text;

/** What is not a question: only statements that read are run. */
export function notAQuestion(): Failure {
  return failure('invalid-input', 'Only statements that read are run', {
    reason: 'query-statement',
    field: 'sql',
  });
}
