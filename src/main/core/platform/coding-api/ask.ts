/** One request to a coding API and its whole answer. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Network } from '../../network/network.ts';
import type { CodingRequest } from './dialect.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface WholeAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

/** Milliseconds until an answer is whole. */
const longest = 60_000;
/** Bytes of an answer. */
const largest = 32 * 1024 ** 2;

/** Asks and reads the answer whole, whatever its status. @throws Failure `unreachable`, `untrusted`, `cancelled` */
export async function ask(
  network: Pick<Network, 'fetch' | 'explain'>,
  base: URL,
  { method, path, query, body }: CodingRequest,
  options: { readonly credentials?: Credentials | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<WholeAnswer> {
  const { credentials, signal } = options;
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, value);
  const limit = AbortSignal.timeout(longest);
  try {
    const response = await network.fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(credentials && { authorization: basic(credentials) }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      timeout: longest,
    });
    const text = await wholeText(response, base.host);
    return { status: response.status, text, retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    if (signal?.aborted) throw failure('cancelled', 'Cancelled');
    if (limit.aborted)
      throw failure('unreachable', `${base.host} takes too long`, {
        reason: 'coding-api-slow',
        values: { host: base.host, seconds: longest / 1000 },
      });
    throw isFailure(error) ? error : await network.explain(error, base.href);
  }
}

/** HTTP Basic, in UTF-8 (RFC 7617). */
const basic = ({ user, password }: Credentials) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

async function wholeText(response: Response, host: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > largest)
      throw failure('unsupported', `${host} sends too much`, {
        reason: 'coding-api-answer',
        values: { host },
      });
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
