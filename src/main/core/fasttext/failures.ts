/** What is wrong with a fastText model, in the words of the contract; every failure names the file. */
import { failure, type Failure } from '../../../shared/contract/errors.ts';

/** The file ends before what it announces. */
export function cutShort(name: string, size: number, needed: number): Failure {
  return failure('invalid-input', `${name} has ${size} bytes and announces at least ${needed}`, {
    reason: 'fasttext-cut',
    values: { name, size, needed },
  });
}

/** The file's own numbers contradict each other. @param words what contradicts what, in English. */
export function damaged(name: string, words: string): Failure {
  return failure('invalid-input', `${name} is damaged: ${words}`, {
    reason: 'fasttext-damaged',
    values: { name },
    words,
  });
}

/** The file is no fastText model at all. */
export function notModel(name: string): Failure {
  return failure('invalid-input', `${name} does not begin like a fastText model`, {
    reason: 'fasttext-not-a-model',
    values: { name },
  });
}

/** Its weights gave infinity or no number. */
export function notNumber(name: string): Failure {
  return failure('invalid-input', `${name} has weights that are no numbers`, {
    reason: 'fasttext-not-a-number',
    values: { name },
  });
}

/** What has to stay in memory is more than an app may take. */
export function tooBig(name: string, bytes: number): Failure {
  const mebibytes = Math.ceil(bytes / 2 ** 20);
  return failure('unsupported', `${name} would hold ${mebibytes} MiB in memory`, {
    reason: 'fasttext-too-big',
    values: { name, mebibytes },
  });
}

/** fastText takes one line at a time. @param number of the text, from 1. */
export function lineBreak(number: number): Failure {
  return failure('invalid-input', `Text ${number} holds a line break`, {
    reason: 'fasttext-line-break',
    values: { number },
  });
}

/** Nobody asks for no label at all. */
export function impossibleQuestion(k: number, threshold: number): Failure {
  return failure('invalid-input', `${k} labels above ${threshold} cannot be asked for`, {
    reason: 'fasttext-question',
    values: { k, threshold },
  });
}

/** A model explains only labels that it has. */
export function noSuchLabel(name: string, label: string): Failure {
  return failure('not-found', `${name} has no label ${label}`, {
    reason: 'fasttext-no-label',
    values: { name, label },
  });
}

/** The thread of a model ended by itself. */
export function stopped(name: string, words?: string): Failure {
  return failure('internal', `The reader of ${name} ended`, {
    reason: 'fasttext-stopped',
    values: { name },
    ...(words !== undefined && { words }),
  });
}

/** The system did not let the file be read. */
export function unreadable(name: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const words = String(error);
  if (code === 'ENOENT') {
    return failure('not-found', `${name} is not there`, {
      reason: 'fasttext-missing',
      values: { name },
      words,
    });
  }
  return failure('forbidden', `${name} cannot be read`, {
    reason: 'fasttext-unreadable',
    values: { name },
    words,
  });
}
