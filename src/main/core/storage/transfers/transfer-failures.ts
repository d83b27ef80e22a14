/** What can go wrong with a file, in one place each. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';

/** What the server holds, or what came from it, is not what it should be. */
export function checksumFailure(name: string, host: string): Failure {
  return failure('unreachable', 'The checksum is wrong', {
    reason: 'transfer-checksum',
    values: { name, host },
  });
}

/** Something appeared at the target since names were compared. */
export function taken(name: string): Failure {
  return failure('conflict', 'The name was taken meanwhile', {
    reason: 'transfer-name-taken',
    values: { name },
  });
}

/** The file is not any more what it was. */
export function sourceChanged(name: string): Failure {
  return failure('conflict', 'The file changed while it was sent', {
    reason: 'transfer-source-changed',
    values: { name },
  });
}

/** The object was replaced again and again while it was fetched. */
export function objectChanged(name: string): Failure {
  return failure('conflict', 'The object changed while it was fetched', {
    reason: 'transfer-object-changed',
    values: { name },
  });
}

/** The server sent more or fewer bytes than it said. */
export function wrongLength(name: string, host: string): Failure {
  return failure('unreachable', 'The server sent a wrong number of bytes', {
    reason: 'transfer-length',
    values: { name, host },
  });
}

/** There is no room for what is to come. */
export function noSpace(folder: string, needs: number, free: number): Failure {
  return failure('no-space', 'Not enough room on this laptop', {
    reason: 'transfer-no-space',
    values: { folder, needs, free },
  });
}

/** A path would leave the folder that was chosen. */
export function outside(name: string): Failure {
  return failure('forbidden', 'The path leads out of the folder', {
    reason: 'transfer-outside',
    values: { name },
  });
}
