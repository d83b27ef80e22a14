/** What the Kubernetes client needs of the network: a pool for requests and an agent for WebSockets. */
import type http from 'node:http';
import type tls from 'node:tls';
import type { Dispatcher } from 'undici';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { ClientCertificate, KubernetesAccess } from './access.ts';

/** Whom to trust and who one is, for the connections to one server. */
export interface TlsIdentity {
  readonly certificateAuthority?: string;
  readonly serverName?: string;
  readonly clientCertificate?: ClientCertificate;
}

/**
 * Opens every connection to a cluster. The same server and identity give the same pool, so that a cluster has one set of
 * connections; pools must not end bodies that stay silent (watches) and should allow at least 32 connections an origin.
 */
export interface Transport {
  dispatcher(server: URL, identity: TlsIdentity): Dispatcher;
  /** For WebSockets (`ws`); HTTP/1.1 only. */
  agent(server: URL, identity: TlsIdentity): http.Agent;
  /** The Failure for what a connection threw: `unreachable`, or `untrusted` with the certificates that the server shows. */
  explain(error: unknown, server: URL, identity: TlsIdentity): Promise<Failure>;
}

/** The TLS side of an access. */
export function tlsIdentity(access: KubernetesAccess): TlsIdentity {
  return {
    ...(access.certificateAuthority !== undefined && { certificateAuthority: access.certificateAuthority }),
    ...(access.tlsServerName !== undefined && { serverName: access.tlsServerName }),
    ...(access.clientCertificate !== undefined && { clientCertificate: access.clientCertificate }),
  };
}

/** Options of `tls.connect` for an identity; `ca` is left out where the system's authorities hold. */
export function tlsOptions(identity: TlsIdentity): tls.ConnectionOptions {
  return {
    ...(identity.certificateAuthority !== undefined && { ca: identity.certificateAuthority }),
    ...(identity.serverName !== undefined && { servername: identity.serverName }),
    ...(identity.clientCertificate && {
      cert: identity.clientCertificate.certificate,
      key: identity.clientCertificate.key,
    }),
  };
}
