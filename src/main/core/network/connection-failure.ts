/** From the errors of sockets, proxies and TLS to the closed set of failures. Pure. */
import {
  failure,
  isFailure,
  type CertificateSummary,
  type Failure,
} from '../../../shared/contract/errors.ts';
import { distrustOf } from './certificates.ts';
import { codeOf } from './connection.ts';
import { ProxyRefusal } from './tunnel.ts';

/** What an error of a connection is to a person; `about` fills the sentence. */
export interface About {
  /** Where the connection was to lead: no path, no credentials. */
  readonly host: string;
  /** The proxy's host and port, where one was used. */
  readonly proxy?: string | undefined;
  readonly chain?: readonly CertificateSummary[] | undefined;
}

const refused = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'ENETDOWN',
]);
const unknownName = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_FAIL', 'EAI_NONAME']);
const tooSlow = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** Turns what a connection threw into a Failure: `unreachable`, `untrusted` or `cancelled`. A Failure passes unchanged. */
export function connectionFailure(error: unknown, about: About): Failure {
  const inner = innermost(error);
  if (isFailure(inner)) return inner;
  const { host } = about;
  const code = codeOf(error);
  const words = inner instanceof Error ? inner.message : String(inner);
  const values = { host, ...(about.proxy && { proxy: about.proxy }) };
  const unreachable = (reason: string, message: string) =>
    failure('unreachable', message, { reason, values, words });

  const distrust = distrustOf(code);
  if (distrust) {
    return failure('untrusted', `The certificate of ${host} is not trusted: ${distrust}`, {
      reason: distrust,
      values,
      words,
      ...(about.chain && about.chain.length > 0 && { chain: [...about.chain] }),
    });
  }
  // The fetch standard makes an error of a forwarded 407.
  const wantsCredentials = /proxy authentication required/i.test(words);
  if (inner instanceof ProxyRefusal || wantsCredentials) {
    if (wantsCredentials || (inner instanceof ProxyRefusal && inner.reason === 'credentials'))
      return unreachable('proxy-credentials', `The proxy on the way to ${host} wants a password`);
    return unreachable('proxy', `The proxy did not lead to ${host}`);
  }
  if (inner instanceof Error && inner.name === 'TimeoutError')
    return unreachable('timeout', `${host} did not answer in time`);
  if (inner instanceof Error && inner.name === 'AbortError') return failure('cancelled', 'Cancelled');
  if (about.proxy && code && (refused.has(code) || unknownName.has(code))) {
    return unreachable('proxy', `The proxy ${about.proxy} does not answer`);
  }
  if (code && unknownName.has(code)) return unreachable('dns', `No address is known for ${host}`);
  if (code && refused.has(code)) return unreachable('refused', `${host} refuses connections`);
  if (code && tooSlow.has(code)) return unreachable('timeout', `${host} did not answer in time`);
  if (
    code === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
    code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG' ||
    code === 'EPROTO'
  ) {
    return unreachable('not-https', `${host} does not speak https`);
  }
  return unreachable('connection-lost', `The connection to ${host} broke`);
}

function innermost(error: unknown): unknown {
  let at = error;
  while (at instanceof Error && !isFailure(at) && at.cause instanceof Error) at = at.cause;
  return at;
}
