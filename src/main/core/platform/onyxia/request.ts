/** One request to an Onyxia API: who asks, in which region and project; 401 answered once by a newer token or a proof. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';
import { answerFailure } from './answer-failure.ts';

/** Who asks. An OidcSession is one. */
export interface Caller {
  authorization(request: {
    method: string;
    address: string;
    nonce?: string | undefined;
  }): Promise<Record<string, string>>;
  accessToken(options: { renew: boolean }): Promise<string>;
  /** The server demands bound tokens (DPoP). */
  bind(): Promise<void>;
}

export interface Ask {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE' | undefined;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the headers; 0: as long as it takes. */
  readonly timeout?: number | undefined;
}

export type Requester = (path: string, ask?: Ask) => Promise<Response>;

/**
 * @param base address of the API with its `/api`, without a slash at the end.
 * @returns a function whose answers are of status 2xx; it throws Failures.
 */
export function createRequester(options: {
  readonly base: string;
  readonly network: Network;
  readonly caller?: Caller | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}): Requester {
  const { base, network, caller } = options;
  let nonce: string | undefined;

  async function once(address: string, ask: Ask): Promise<Response> {
    const { method = 'GET', body, signal, timeout } = ask;
    const proven = caller ? await caller.authorization({ method, address, nonce }) : {};
    const response = await network.fetch(address, {
      method,
      headers: {
        accept: 'application/json, */*;q=0.5',
        ...options.headers,
        ...proven,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
      ...(timeout !== undefined && { timeout }),
    });
    nonce = response.headers.get('dpop-nonce') ?? nonce;
    return response;
  }

  return async (path, ask = {}) => {
    const given = Object.entries(ask.query ?? {}).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    );
    const query = new URLSearchParams(given);
    const address = `${base}/${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
    let response = await once(address, ask);
    if (response.status === 401 && caller) {
      const challenge = response.headers.get('www-authenticate') ?? '';
      await response.body?.cancel();
      if (/use_dpop_nonce/.test(challenge)) {
        // The nonce is noted; the same tokens will do.
      } else if (/^DPoP\b/i.test(challenge) && !/invalid_token/.test(challenge)) await caller.bind();
      else await caller.accessToken({ renew: true });
      response = await once(address, ask);
    }
    if (response.ok) return response;
    const body = await response.text().catch(() => '');
    throw answerFailure({
      status: response.status,
      headers: response.headers,
      body,
      asked: `${ask.method ?? 'GET'} ${path}`,
      host: new URL(base).host,
    });
  };
}

/**
 * The JSON of an answer; undefined for an empty body, which this API sends where it has nothing to say.
 * @throws Failure `unreachable` (`not-an-onyxia`) where something else answered, for example a portal's HTML page.
 */
export async function readJson(response: Response, base: string): Promise<unknown> {
  const body = await response.text().catch((error: unknown) => {
    throw failure('unreachable', 'The answer broke off', {
      reason: 'connection-lost',
      values: { host: new URL(base).host },
      words: String(error),
    });
  });
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw failure('unreachable', `${new URL(base).host} does not answer like an Onyxia`, {
      reason: 'not-an-onyxia',
      values: { host: new URL(base).host },
      words: body.slice(0, 300),
    });
  }
}
