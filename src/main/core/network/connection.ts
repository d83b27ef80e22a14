/** One connection outward: direct or through a proxy, with TLS where wanted. Every socket of the core is opened here. */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { CertificateSummary } from '../../../shared/contract/errors.ts';
import type { Authorities } from './authorities.ts';
import { lacksAuthority, summarize } from './certificates.ts';
import type { ProxyDecision } from './proxy-decision.ts';
import { openTunnel, type Target } from './tunnel.ts';

export interface Route {
  readonly target: Target;
  readonly proxy: ProxyDecision;
  /** Absent: no TLS. `serverName` is what the certificate must be for. */
  readonly tls?: { readonly serverName: string } | undefined;
  /** Whom to trust; an https proxy is judged by them too. */
  readonly authorities: Authorities;
  /** Milliseconds until the connection must stand. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a connection. Where the usual authorities do not know the chain, it tries once more with the system's list.
 * @throws the error of Node (its `code` says which), ProxyRefusal, or a TimeoutError.
 */
export async function openConnection(route: Route): Promise<Socket | TLSSocket> {
  if (!route.tls) return openRaw(route);
  try {
    return await openSecure(route, false);
  } catch (error) {
    if (!lacksAuthority(codeOf(error))) throw error;
    return openSecure(route, true);
  }
}

/** The certificates that a server shows, its own first; nothing is sent to it. Empty where it shows none. */
export async function inspectChain(route: Route): Promise<CertificateSummary[]> {
  const socket = await openRaw(route);
  return new Promise((resolve) => {
    const secure = connectTls({
      socket,
      rejectUnauthorized: false,
      ...(isIP(route.target.host) === 0 && { servername: route.tls?.serverName ?? route.target.host }),
    });
    const end = (chain: CertificateSummary[]) => {
      secure.destroy();
      socket.destroy();
      resolve(chain);
    };
    secure.setTimeout(route.timeout, () => end([]));
    secure.once('error', () => end([]));
    secure.once('secureConnect', () => end(chainOf(secure.getPeerCertificate(true))));
  });
}

/** The system's or Node's code of an error, also of one that is wrapped as a cause. */
export function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
    if ('code' in at && typeof at.code === 'string' && at.code !== 'ERR_INVALID_ARG') return at.code;
  }
  return undefined;
}

async function openRaw({ target, proxy, timeout, signal, authorities }: Route): Promise<Socket> {
  // Disarmed once the connection stands: Node destroys a socket whose signal fires at any later time.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(timedOut()), timeout);
  const abort = () => limit.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    signal?.throwIfAborted();
    if (proxy.kind === 'proxy') {
      return await openTunnel(proxy.url, target, {
        signal: limit.signal,
        secureContext: proxy.url.startsWith('https:') ? authorities.context(true) : undefined,
      });
    }
    const socket = connectTcp({ ...target, noDelay: true, keepAlive: true, signal: limit.signal });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return socket;
  } catch (error) {
    throw limit.signal.aborted ? asError(limit.signal.reason) : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function openSecure(route: Route, wide: boolean): Promise<TLSSocket> {
  const socket = await openRaw(route);
  const serverName = route.tls?.serverName ?? route.target.host;
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      secureContext: route.authorities.context(wide),
      ALPNProtocols: ['http/1.1'],
      ...(isIP(serverName) === 0 ? { servername: serverName } : { host: serverName }),
    });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    const abort = () => secure.destroy(asError(route.signal?.reason));
    route.signal?.addEventListener('abort', abort, { once: true });
    secure.setTimeout(route.timeout, () => secure.destroy(timedOut()));
    secure.once('error', fail);
    secure.once('secureConnect', () => {
      route.signal?.removeEventListener('abort', abort);
      secure.setTimeout(0);
      secure.removeAllListeners('timeout');
      secure.off('error', fail);
      resolve(secure);
    });
  });
}

function chainOf(leaf: PeerCertificate & { issuerCertificate?: PeerCertificate }): CertificateSummary[] {
  const chain: CertificateSummary[] = [];
  const seen = new Set<string>();
  let at: (PeerCertificate & { issuerCertificate?: PeerCertificate }) | undefined = leaf;
  while (at?.raw && !seen.has(at.fingerprint256) && chain.length < 10) {
    seen.add(at.fingerprint256);
    chain.push(summarize(new X509Certificate(at.raw)));
    at = at.issuerCertificate;
  }
  return chain;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('Cancelled', { cause: reason });
}

function timedOut(): Error {
  return new DOMException('The connection took too long', 'TimeoutError');
}
