/** Answers of MLflow that are no answers, as failures. Pure. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';

const mostWords = 500;

/** What came, as far as it tells why. */
export interface Refusal {
  readonly host: string;
  readonly status: number;
  readonly text: string;
  readonly retryAfter?: string | undefined;
  /** Where a redirect leads. */
  readonly location?: string | undefined;
}

/** MLflow writes `{error_code, message}`; proxies and its own guards write plain text or a page. */
function errorOf(text: string): { readonly code: string; readonly words: string } {
  try {
    const { error_code, message } = JSON.parse(text) as { error_code?: unknown; message?: unknown };
    return {
      code: typeof error_code === 'string' ? error_code : '',
      words: (typeof message === 'string' ? message : text).slice(0, mostWords),
    };
  } catch {
    const plain = text
      .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    return { code: '', words: plain.trim().slice(0, mostWords) };
  }
}

/** Codes of MLflow's protos that mean more than the status (mlflow/protos/databricks.proto). */
const meaningOf: Readonly<Record<string, number>> = {
  RESOURCE_DOES_NOT_EXIST: 404,
  NOT_FOUND: 404,
  ENDPOINT_NOT_FOUND: 501,
  NOT_IMPLEMENTED: 501,
  FEATURE_DISABLED: 501,
  RESOURCE_ALREADY_EXISTS: 409,
  ALREADY_EXISTS: 409,
  RESOURCE_CONFLICT: 409,
  PERMISSION_DENIED: 403,
  UNAUTHENTICATED: 401,
  REQUEST_LIMIT_EXCEEDED: 429,
  TEMPORARILY_UNAVAILABLE: 503,
};

/** What an answer other than 2xx means. */
export function mlflowFailure({ host, status, text, retryAfter, location }: Refusal): Failure {
  const { code, words } = errorOf(text);
  const rest = { values: { host, status }, ...(words !== '' && { words }) };
  const meaning = meaningOf[code] ?? status;
  if (status >= 300 && status < 400) {
    const to = location && URL.canParse(location) ? new URL(location).host : host;
    return failure('forbidden', `${host} sends elsewhere to sign in`, {
      reason: 'mlflow-redirect',
      values: { host, to },
    });
  }
  if (meaning === 401)
    return failure('forbidden', `${host} does not know who asks`, { reason: 'mlflow-credentials', ...rest });
  if (meaning === 403 && /invalid host header/i.test(text))
    return failure('forbidden', `${host} does not answer to this name`, { reason: 'mlflow-host', ...rest });
  if (meaning === 403)
    return failure('forbidden', `${host} refuses`, { reason: 'mlflow-forbidden', ...rest });
  if (meaning === 501 || status === 405 || (status === 404 && code === ''))
    return failure('unsupported', `${host} does not know this request`, {
      reason: 'mlflow-no-endpoint',
      ...rest,
    });
  if (meaning === 404)
    return failure('not-found', words || 'It is not there', { reason: 'mlflow-gone', ...rest });
  if (meaning === 409)
    return failure('conflict', words || 'It is there already', { reason: 'mlflow-exists', ...rest });
  if (meaning === 413)
    return failure('invalid-input', `${host} finds it too large`, { reason: 'mlflow-too-large', ...rest });
  if (meaning === 429 || [502, 503, 504].includes(meaning)) {
    const seconds = Number(retryAfter ?? Number.NaN);
    return failure('busy', `${host} cannot answer now`, {
      reason: 'mlflow-busy',
      retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : 10,
      ...rest,
    });
  }
  if (status >= 500) return failure('unreachable', `${host} failed`, { reason: 'mlflow-failed', ...rest });
  return failure('invalid-input', `${host} does not take the request`, { reason: 'mlflow-refused', ...rest });
}

/** An answer of 2xx that is not what MLflow sends: a sign-in page, another program. */
export function strangeAnswer(host: string, text: string): Failure {
  const isPage = /^\s*<(!doctype|html)/i.test(text);
  return failure('unsupported', `${host} does not answer as MLflow does`, {
    reason: isPage ? 'mlflow-page' : 'mlflow-strange',
    values: { host },
    words: errorOf(text).words,
  });
}

/** More than can be read at once. @param largest in bytes */
export function tooLarge(host: string, largest: number): Failure {
  return failure('unsupported', `${host} sends too much`, {
    reason: 'mlflow-answer-large',
    values: { host, megabytes: Math.round(largest / 1024 ** 2) },
  });
}
