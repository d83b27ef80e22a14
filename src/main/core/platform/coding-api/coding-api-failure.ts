/** Answers of the coding API that are no predictions, as failures. Pure. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';

const mostWords = 500;

/** The server's own words: FastAPI puts them into `detail`. */
function wordsOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (detail !== undefined)
      return (typeof detail === 'string' ? detail : JSON.stringify(detail)).slice(0, mostWords);
  } catch {
    // Not JSON: as it is.
  }
  return text.slice(0, mostWords);
}

/** Whether the model is less sure than it was asked to be: no suggestion, and no failure. */
export function knowsNothing(status: number, text: string): boolean {
  return status === 400 && /minimal probability requested/i.test(text);
}

/** Whether a request of this form is not known to the server. */
export function isForeign(status: number): boolean {
  return status === 404 || status === 405 || status === 422;
}

/** What an answer of 400 and more means. @param host for the sentence */
export function codingApiFailure(
  host: string,
  status: number,
  text: string,
  retryAfter: string | null,
): Failure {
  const values = { host, status };
  const rest = { values, words: wordsOf(text) };
  if (status === 401)
    return failure('forbidden', `${host} wants a user name and a password`, {
      reason: 'coding-api-credentials',
      ...rest,
    });
  if (status === 403)
    return failure('forbidden', `${host} refuses`, { reason: 'coding-api-forbidden', ...rest });
  if (status === 400 || status === 413 || isForeign(status))
    return failure('invalid-input', `${host} does not take the request`, {
      reason: 'coding-api-refused',
      ...rest,
    });
  if ([429, 502, 503, 504].includes(status)) {
    const seconds = Number(retryAfter ?? Number.NaN);
    return failure('busy', `${host} cannot answer now`, {
      reason: 'coding-api-busy',
      retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : 10,
      ...rest,
    });
  }
  return failure('unreachable', `${host} failed`, { reason: 'coding-api-failed', ...rest });
}

/** An answer that cannot be read. */
export function strangeAnswer(host: string, text: string): Failure {
  return failure('unsupported', `${host} answers in no form that is known`, {
    reason: 'coding-api-answer',
    values: { host },
    words: text.slice(0, mostWords),
  });
}

/** No dialect is spoken at the address. */
export function noDialect(host: string): Failure {
  return failure('unsupported', `${host} speaks no form of the coding API`, {
    reason: 'coding-api-dialect',
    values: { host },
  });
}
