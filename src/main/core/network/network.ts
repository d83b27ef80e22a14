/** The one place that opens connections outward: proxies, authorities, timeouts, redirects, the clocks of servers. */
import type { Agent as HttpAgent } from 'node:http';
import { Agent, ProxyAgent, fetch as undiciFetch, type Dispatcher } from 'undici';
import { failure, type Failure } from '../../../shared/contract/errors.ts';
import type { Host } from '../host.ts';
import { createAuthorities, type Authorities, type ClientCertificate } from './authorities.ts';
import { childEnvironment } from './child-environment.ts';
import { createClocks } from './clock-skew.ts';
import { inspectChain, openConnection, type Route } from './connection.ts';
import { connectionFailure } from './connection-failure.ts';
import { createNodeAgent } from './node-agent.ts';
import { decideProxy, type Environment, type ProxyDecision, type ProxySettings } from './proxy-decision.ts';
import { createReachability, type Reachability } from './reachability.ts';
import { followRedirects, type FetchInit } from './redirects.ts';

export type { FetchInit } from './redirects.ts';

export interface TrustOptions {
  /** PEM of one more authority for this connection, for example a cluster's own. */
  readonly certificateAuthority?: string | undefined;
  /** What the certificate must be for, where that is not the address's host. */
  readonly serverName?: string | undefined;
  /** Who we are, where a server asks for a certificate. */
  readonly clientCertificate?: ClientCertificate | undefined;
}

export interface Network {
  /**
   * As the web's fetch, with at most five redirects and 30 s until the headers.
   * @throws Failure `unreachable`, `untrusted` (with the chain) or `cancelled`.
   */
  fetch(address: string | URL, init?: FetchInit & TrustOptions): Promise<Response>;
  /** For undici's own `request` and `stream`; http targets are tunnelled too. Ask again after a change. */
  dispatcher(address: string, options?: TrustOptions): Dispatcher;
  /** For `ws`, the AWS SDK and whatever takes an agent of node:http(s). Ask again after a change. */
  agent(address: string, options?: TrustOptions): HttpAgent;
  /** What a child process must have in its environment to take the same way; `address` is where it will go. */
  environment(options: { address: string } & TrustOptions): Promise<Record<string, string>>;
  proxyFor(address: string): Promise<ProxyDecision>;
  /** Turns an error of a connection made by `dispatcher` or `agent` into a Failure, with the chain where TLS failed. */
  explain(error: unknown, address: string, options?: TrustOptions): Promise<Failure>;
  /** The same network with more authorities (PEM); shares settings and knowledge. */
  trusting(pems: readonly string[]): Network;
  /** By how many milliseconds the server's clock is ahead of ours, as its last answer said. */
  clockSkew(address: string): number | undefined;
  readonly reachability: Reachability;
  /** Told when proxy or authorities changed: connections should be made anew. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** A setting that may change while we run. */
export interface Changing<T> {
  current(): T;
  onChange(listener: () => void): () => void;
}

const connectTimeout = 10_000;
const headersTimeout = 30_000;

/**
 * Makes the network of the core.
 * @param settings what the person chose for the proxy.
 * @param authorities PEM texts to trust everywhere besides Node's and the system's.
 */
export function createNetwork(options: {
  readonly host: Pick<Host, 'systemProxy' | 'clock' | 'folder'>;
  readonly settings: Changing<ProxySettings>;
  readonly authorities?: Changing<readonly string[]> | undefined;
  readonly environment?: Environment | undefined;
}): Network {
  const { host, settings } = options;
  const environment = options.environment ?? process.env;
  const listeners = new Set<() => void>();
  const pools = new Map<string, Dispatcher>();
  const agents = new Map<string, HttpAgent>();
  const trusted = new Map<string, Authorities>();
  const clocks = createClocks(host.clock);
  const reachability = createReachability(host.clock);

  const stopListening = [settings.onChange(renew), options.authorities?.onChange(renew)];

  /** Old pools finish what they have; what comes next is connected the new way. */
  function renew(): void {
    for (const pool of pools.values()) void pool.close();
    for (const agent of agents.values()) agent.destroy();
    pools.clear();
    agents.clear();
    trusted.clear();
    for (const listener of listeners) listener();
  }

  function authoritiesOf(
    pems: readonly string[],
    { clientCertificate, serverName }: TrustOptions,
  ): Authorities {
    const own = [...new Set([...(options.authorities?.current() ?? []), ...pems])];
    const name = JSON.stringify([own, clientCertificate, serverName]);
    const known = trusted.get(name) ?? createAuthorities(own, { clientCertificate, serverName });
    trusted.set(name, known);
    return known;
  }

  async function proxyFor(address: string): Promise<ProxyDecision> {
    const chosen = settings.current();
    const systemProxy =
      chosen.mode === 'system' ? await host.systemProxy(address).catch(() => undefined) : undefined;
    return decideProxy({ address, settings: chosen, environment, systemProxy });
  }

  async function routeTo(address: string, authorities: Authorities, signal?: AbortSignal): Promise<Route> {
    const url = new URL(address);
    const secure = url.protocol === 'https:' || url.protocol === 'wss:';
    const name = url.hostname.replace(/^\[|\]$/g, '');
    return {
      target: { host: name, port: Number(url.port) || (secure ? 443 : 80) },
      proxy: await proxyFor(address),
      ...(secure && { tls: { serverName: authorities.serverName ?? name } }),
      authorities,
      timeout: connectTimeout,
      signal,
    };
  }

  function pool(key: string, make: () => Dispatcher): Dispatcher {
    const known = pools.get(key) ?? make();
    pools.set(key, known);
    return known;
  }

  /** One pool an authority set; each new connection decides its proxy by itself. */
  function generalPool(authorities: Authorities): Dispatcher {
    return pool(authorities.key, () => {
      const connect = (
        asked: { protocol: string; hostname: string; port: string },
        done: (error: Error | null, socket: never) => void,
      ) => {
        const address = `${asked.protocol}//${asked.hostname}${asked.port ? `:${asked.port}` : ''}`;
        routeTo(address, authorities)
          .then(openConnection)
          .then(
            (socket) => done(null, socket as never),
            (error: unknown) =>
              done(error instanceof Error ? error : new Error(String(error)), null as never),
          );
      };
      return new Agent({
        connect: connect as never,
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: 20_000,
      });
    });
  }

  /** Plain http through an http proxy is asked of the proxy itself: many let CONNECT lead to port 443 only. */
  function forwardingPool(proxy: string): Dispatcher {
    const url = new URL(proxy);
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return pool(proxy, () => {
      const token = url.username ? `Basic ${Buffer.from(credentials).toString('base64')}` : undefined;
      return new ProxyAgent({
        uri: `${url.protocol}//${url.host}`,
        headersTimeout: 0,
        bodyTimeout: 0,
        ...(token && { token }),
      });
    });
  }

  function scope(pems: readonly string[]): Network {
    const withMore = (trust: TrustOptions = {}) =>
      authoritiesOf(trust.certificateAuthority ? [...pems, trust.certificateAuthority] : pems, trust);

    async function explain(error: unknown, address: string, trust?: TrustOptions): Promise<Failure> {
      const route = await routeTo(address, withMore(trust));
      const about = {
        host: new URL(address).host,
        proxy:
          route.proxy.kind === 'proxy'
            ? new URL(route.proxy.url.replace(/^socks5:/, 'http:')).host
            : undefined,
      };
      const plain = connectionFailure(error, about);
      if (plain.code !== 'untrusted' || plain.data.chain) return plain;
      const chain = await inspectChain(route).catch(() => []);
      return connectionFailure(error, { ...about, chain });
    }

    async function once(address: string, init: FetchInit & TrustOptions): Promise<Response> {
      const { timeout = headersTimeout, certificateAuthority, serverName, clientCertificate, ...rest } = init;
      const trust = { certificateAuthority, serverName, clientCertificate };
      const decision = address.startsWith('http:') ? await proxyFor(address) : undefined;
      const forwards = decision?.kind === 'proxy' && decision.url.startsWith('http:');
      const dispatcher = forwards ? forwardingPool(decision.url) : generalPool(withMore(trust));
      const limit = new AbortController();
      const timer =
        timeout > 0
          ? setTimeout(() => limit.abort(new DOMException('Too slow', 'TimeoutError')), timeout)
          : undefined;
      const signal = init.signal ? AbortSignal.any([limit.signal, init.signal]) : limit.signal;
      const asked = host.clock();
      try {
        const response = (await undiciFetch(address, {
          ...(rest as object),
          redirect: 'manual',
          dispatcher,
          signal,
        })) as unknown as Response;
        clocks.heard(address, response.headers.get('date'), asked);
        reachability.reached(address);
        return response;
      } catch (error) {
        if (init.signal?.aborted) throw failure('cancelled', 'Cancelled');
        const explained = await explain(error, address, trust);
        if (explained.code === 'unreachable') reachability.missed(address);
        throw explained;
      } finally {
        clearTimeout(timer);
      }
    }

    return {
      fetch: (address, init = {}) => followRedirects(String(address), init, once),
      dispatcher: (_address, trust) => generalPool(withMore(trust)),
      agent(address, trust) {
        const authorities = withMore(trust);
        const key = `${authorities.key} ${/^(https|wss):/.test(address)}`;
        const known =
          agents.get(key) ?? createNodeAgent(/^(https|wss):/.test(address), (to) => routeTo(to, authorities));
        agents.set(key, known);
        return known;
      },
      async environment({ address, ...trust }) {
        return childEnvironment(await proxyFor(address), settings.current(), withMore(trust), host.folder);
      },
      proxyFor,
      explain,
      trusting: (more) => scope([...pems, ...more]),
      clockSkew: clocks.skew,
      reachability,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async close() {
        for (const stop of stopListening) stop?.();
        for (const agent of agents.values()) agent.destroy();
        await Promise.all([...pools.values()].map((one) => one.destroy()));
      },
    };
  }

  return scope([]);
}
