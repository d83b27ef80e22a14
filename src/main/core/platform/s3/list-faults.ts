/** What can be wrong with a list that a server gives; told without a Failure, so that a thread that reads lists loads nothing else. */

/** The reason of the Failure that it becomes. */
export type ListFaultReason = 'storage-not-s3' | 'storage-short' | 'storage-no-paging' | 'storage-repeats';

/** Thrown by what reads lists; `words` tell what is wrong, or how the answer begins. */
export class ListFault extends Error {
  override readonly name = 'ListFault';
  readonly reason: ListFaultReason;
  readonly words: string | undefined;

  constructor(reason: ListFaultReason, words?: string) {
    super(reason);
    this.reason = reason;
    this.words = words;
  }
}

/** The answer is no list of S3. */
export function notS3(words: string): ListFault {
  return new ListFault('storage-not-s3', words);
}

/** The end of the list is missing. */
export function cutShort(): ListFault {
  return new ListFault('storage-short');
}

/** The list has more pages, but the server does not say how to ask for them. */
export function noPaging(): ListFault {
  return new ListFault('storage-no-paging');
}

/** The server gives what it gave already: the list would never end. */
export function repeats(): ListFault {
  return new ListFault('storage-repeats');
}
