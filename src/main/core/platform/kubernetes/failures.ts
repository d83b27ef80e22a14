/** From what an API server or the network answered to the closed set of failures. */
import { failure, Failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { FailureCode, FailureData } from '../../../../shared/contract/errors.ts';

const WORDS_LIMIT = 4_000;

/** The fields of a `Status` object (Kubernetes API conventions, "Response Status Kind") that are read here. */
interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: {
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
}

function readStatus(body: string): Status {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && 'message' in parsed ? (parsed as Status) : {};
  } catch {
    return {};
  }
}

/** True for the words of a quota's refusal. */
export function isQuotaRefusal(words: string): boolean {
  return /exceeded quota|failed quota|quota exceeded|insufficient quota/i.test(words);
}

const CODES = new Map<number, FailureCode>([
  [400, 'invalid-input'],
  [401, 'signed-out'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'unsupported'],
  [406, 'unsupported'],
  [409, 'conflict'],
  [410, 'conflict'],
  [413, 'invalid-input'],
  [415, 'unsupported'],
  [422, 'invalid-input'],
  [429, 'busy'],
  [500, 'internal'],
  [502, 'unreachable'],
  [503, 'busy'],
  [504, 'unreachable'],
]);

/**
 * The Failure for an HTTP answer outside 2xx. `body` is the answer's text (a `Status` or anything a proxy wrote), kept in
 * `words`; `retryAfter` is the header in seconds. An expired resource version (410) carries the reason `expired`.
 */
export function statusFailure(
  status: number,
  body: string,
  retryAfter?: string,
  what = 'the cluster',
): Failure {
  const parsed = readStatus(body);
  const words = (parsed.message ?? body).slice(0, WORDS_LIMIT);
  let code = CODES.get(status) ?? (status >= 500 ? 'internal' : 'unsupported');
  if (status === 403 && isQuotaRefusal(words)) code = 'over-quota';
  const seconds =
    parsed.details?.retryAfterSeconds ??
    (retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined);
  const field = parsed.details?.causes?.find((cause) => cause.field)?.field;
  return failure(code, `The Kubernetes API answered ${status} for ${what}`, {
    ...(words && { words }),
    ...(status === 410 && { reason: 'expired' }),
    ...(seconds !== undefined && { retryAfter: seconds }),
    ...(code === 'busy' && seconds === undefined && { retryAfter: 1 }),
    ...(code === 'invalid-input' && field && { field }),
  });
}

/** True for the Failure of a resource version that the server no longer knows (410 Gone, `Expired`). */
export function isExpired(error: unknown): boolean {
  return isFailure(error) && error.data.reason === 'expired';
}

/** Every error code of an error and of what caused it, e.g. undici's `fetch failed` around `ECONNREFUSED`. */
function codesOf(error: unknown, depth = 0): string[] {
  if (depth > 4 || typeof error !== 'object' || error === null) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner =
    error instanceof AggregateError
      ? (error.errors as unknown[]).flatMap((one) => codesOf(one, depth + 1))
      : [];
  return [...own, ...inner, ...('cause' in error ? codesOf(error.cause, depth + 1) : [])];
}

const TLS_CODES =
  /^(ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;

/** True when the connection failed because the server's certificate is not trusted, has expired or is for another name. */
export function isUntrusted(error: unknown): boolean {
  return codesOf(error).some((code) => TLS_CODES.test(code));
}

const NETWORK = new Map<string, string>([
  ['ECONNREFUSED', 'connection-refused'],
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unknown-host'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['EHOSTUNREACH', 'no-route'],
  ['ENETUNREACH', 'no-route'],
  ['ENETDOWN', 'no-route'],
]);

/** The Failure for whatever a request threw: a Failure stays as it is, an abort is `cancelled`, TLS `untrusted`, the rest `unreachable`. */
export function networkFailure(error: unknown, server: string, signal?: AbortSignal): Failure {
  if (isFailure(error)) return error;
  if (signal?.aborted || (error instanceof Error && error.name === 'AbortError'))
    return failure('cancelled', 'Cancelled');
  const codes = codesOf(error);
  const words = (error instanceof Error ? error.message : String(error)).slice(0, WORDS_LIMIT);
  const data: FailureData = isUntrusted(error)
    ? {
        code: 'untrusted',
        message: `The certificate of ${server} is not trusted`,
        words,
        reason: tlsReason(codes),
        values: { server },
      }
    : {
        code: 'unreachable',
        message: `${server} cannot be reached`,
        words: codes[0] && !words.includes(codes[0]) ? `${words} (${codes[0]})` : words,
        reason: codes.map((code) => NETWORK.get(code)).find(Boolean) ?? 'connection-lost',
        values: { server },
      };
  return new Failure(data, { cause: error });
}

function tlsReason(codes: readonly string[]): string {
  if (codes.includes('CERT_HAS_EXPIRED')) return 'certificate-expired';
  if (codes.includes('CERT_NOT_YET_VALID')) return 'certificate-not-yet-valid';
  if (codes.includes('ERR_TLS_CERT_ALTNAME_INVALID') || codes.includes('HOSTNAME_MISMATCH'))
    return 'certificate-other-name';
  return 'certificate-unknown-authority';
}
