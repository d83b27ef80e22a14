/** The one table from a failure to what a person reads and can do. */
import { assertNever, isFailure, type FailureCode, type FailureData } from '../../shared/contract/errors.ts';
import type { Say } from './language/words.ts';

export type FailureAction =
  | 'sign-in'
  | 'ask-access'
  | 'reload'
  | 'retry'
  | 'choose-authority'
  | 'wait'
  | 'stop-a-service'
  | 'free-space'
  | 'report'
  | 'none';

/** What a person can do about a code; `none` where the sentence says it all. */
export function actionOf(code: FailureCode): FailureAction {
  switch (code) {
    case 'signed-out':
      return 'sign-in';
    case 'forbidden':
      return 'ask-access';
    case 'not-found':
    case 'conflict':
      return 'reload';
    case 'unreachable':
      return 'retry';
    case 'untrusted':
      return 'choose-authority';
    case 'busy':
      return 'wait';
    case 'over-quota':
      return 'stop-a-service';
    case 'no-space':
      return 'free-space';
    case 'internal':
      return 'report';
    case 'invalid-input':
    case 'unsupported':
    case 'cancelled':
      return 'none';
    default:
      return assertNever(code);
  }
}

/**
 * The sentence for a failure: the most exact that the translations have.
 * A reason counts within its code first (`untrusted-expired`), for other codes use the same word otherwise.
 */
export function failureSentence(failure: FailureData, say: Say): string {
  const server = say('words.thisServer') ?? '';
  const values = { host: server, proxy: server, message: failure.message, ...failure.values };
  const exact = failure.reason
    ? (say(`failures.${failure.code}-${failure.reason}`, values) ?? say(`failures.${failure.reason}`, values))
    : undefined;
  // The sentences of rarer reasons come with the later words.
  if (failure.reason !== undefined && exact === undefined) say.wantMore?.();
  return exact ?? say(`failures.${failure.code}`, values) ?? failure.message;
}

/** Anything that was thrown as the data of a failure. */
export function failureOf(error: unknown): FailureData {
  if (isFailure(error)) return error.data;
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** What goes into a report: code, message, the server's words. No secret is in a failure. */
export function reportOf(failure: FailureData, version: string): string {
  return [
    `Sardonyx ${version}`,
    `${failure.code}${failure.reason ? ` (${failure.reason})` : ''}: ${failure.message}`,
    failure.words,
  ]
    .filter(Boolean)
    .join('\n');
}
