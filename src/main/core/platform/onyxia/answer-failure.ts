/**
 * From an error answer of the Onyxia API to a Failure. It comes in three shapes: `application/problem+json`, Spring's
 * `{timestamp, status, error, path}`, and an empty body whose reason, for 401, is in `WWW-Authenticate`. Pure.
 */
import { z } from 'zod';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';

const Problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
  properties: z.object({ errors: z.array(z.string()).optional() }).optional(),
});

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: string;
  /** What was asked, for the message. */
  readonly asked: string;
  readonly host: string;
}

/** The failure that an answer of status 400 or more stands for. */
export function answerFailure({ status, headers, body, asked, host }: ErrorAnswer): Failure {
  const problem = Problem.safeParse(parse(body)).data ?? {};
  const errors = problem.properties?.errors ?? [];
  const authenticate = status === 401 ? headers.get('www-authenticate') : null;
  const words = [problem.title ?? problem.error, problem.detail ?? problem.message, ...errors, authenticate]
    .filter(Boolean)
    .join('\n');
  const rest = { values: { host, status }, ...(words && { words }) };
  const message = `Onyxia answered ${status} to ${asked}`;
  if (status === 400 || status === 422) {
    // `#/resources/requests/cpu: expected type: String, found: Integer`; with a single error the list is empty.
    const field = /^#\/([^:]+):/.exec(errors[0] ?? '')?.[1]?.replaceAll('/', '.');
    return failure('invalid-input', message, { reason: 'values-refused', ...rest, ...(field && { field }) });
  }
  if (status === 401) return failure('signed-out', message, rest);
  if (status === 403) return failure('forbidden', message, rest);
  if (status === 404) return failure('not-found', message, rest);
  if (status === 409) return failure('conflict', message, rest);
  if (status === 429 || status === 503) {
    const retryAfter = Number(headers.get('retry-after'));
    return failure('busy', message, { ...rest, ...(retryAfter > 0 && { retryAfter }) });
  }
  if (status === 502 || status === 504)
    return failure('unreachable', message, { reason: 'gateway', ...rest });
  return failure('internal', message, { reason: 'onyxia-error', ...rest });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
