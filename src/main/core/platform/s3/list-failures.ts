/** What is wrong with a list, as a person is told. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { ListFault, ListFaultReason } from './list-faults.ts';

const messages: Readonly<Record<ListFaultReason, string>> = {
  'storage-not-s3': 'The answer is not a list of S3',
  'storage-short': 'The list broke off',
  'storage-no-paging': 'The server does not say where its list goes on',
  'storage-repeats': 'The server gives the same part of the list again and again',
};

/** Turns what was thrown while a list was read into a Failure where it is known; anything else stays. */
export function listFailure(error: unknown, host: string): unknown {
  if (isFailure(error) || !isFault(error)) return error;
  const code = error.reason === 'storage-no-paging' ? 'unsupported' : 'unreachable';
  return failure(code, messages[error.reason], {
    reason: error.reason,
    values: { host },
    ...(error.words !== undefined && { words: error.words }),
  });
}

function isFault(error: unknown): error is Pick<ListFault, 'reason' | 'words'> {
  return error instanceof Error && error.name === 'ListFault';
}
