/** A transport without a proxy and without settings, for tests. */
import https from 'node:https';
import tls from 'node:tls';
import { Agent } from 'undici';
import { Failure } from '../../../../../shared/contract/errors.ts';
import type { CertificateSummary } from '../../../../../shared/contract/errors.ts';
import { networkFailure } from '../failures.ts';
import { tlsOptions } from '../transport.ts';
import type { TlsIdentity, Transport } from '../transport.ts';

function summary(certificate: tls.PeerCertificate): CertificateSummary {
  const name = (part: tls.Certificate): string =>
    Object.entries(part)
      .map(([key, value]) => `${key}=${String(value)}`)
      .join(', ');
  return {
    subject: name(certificate.subject),
    issuer: name(certificate.issuer),
    validFrom: certificate.valid_from,
    validTo: certificate.valid_to,
    fingerprint: certificate.fingerprint256,
  };
}

/** The certificates that a TLS socket's peer showed, its own first. */
function shownChain(socket: tls.TLSSocket): CertificateSummary[] {
  const chain: CertificateSummary[] = [];
  let certificate: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (
    certificate?.fingerprint256 &&
    !chain.some((one) => one.fingerprint === certificate?.fingerprint256)
  ) {
    chain.push(summary(certificate));
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function fetchChain(server: URL, identity: TlsIdentity): Promise<CertificateSummary[]> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host: server.hostname.replace(/^\[|\]$/g, ''),
      port: Number(server.port || 443),
      servername: identity.serverName ?? (/^[\d.:[\]]+$/.test(server.hostname) ? '' : server.hostname),
      // Nothing is sent: the connection ends as soon as the certificates were seen.
      rejectUnauthorized: false,
      timeout: 5_000,
    });
    socket.once('secureConnect', () => {
      resolve(shownChain(socket));
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(new Error('No answer within 5 s')));
    socket.once('error', reject);
  });
}

export interface DirectTransport extends Transport {
  close(): Promise<void>;
}

/** A transport without a proxy: one pool and one agent an identity. Closing it ends every connection. */
export function directTransport(): DirectTransport {
  const dispatchers = new Map<string, Agent>();
  const agents = new Map<string, https.Agent>();
  const key = (server: URL, identity: TlsIdentity): string => JSON.stringify([server.origin, identity]);
  return {
    dispatcher(server, identity) {
      const known = dispatchers.get(key(server, identity));
      if (known) return known;
      // HTTP/1.1: over HTTP/2 one half-open connection would stop every watch of the cluster at once.
      const made = new Agent({
        allowH2: false,
        connections: 64,
        connect: { ...tlsOptions(identity), timeout: 10_000 } as Agent.Options['connect'] & object,
        bodyTimeout: 0,
      });
      dispatchers.set(key(server, identity), made);
      return made;
    },
    agent(server, identity) {
      const known = agents.get(key(server, identity));
      if (known) return known;
      const made = new https.Agent({ ...tlsOptions(identity), keepAlive: false });
      agents.set(key(server, identity), made);
      return made;
    },
    async explain(error, server, identity) {
      const plain = networkFailure(error, server.origin);
      if (plain.code !== 'untrusted' || plain.data.chain) return plain;
      const chain = await fetchChain(server, identity).catch(() => []);
      return chain.length === 0 ? plain : new Failure({ ...plain.data, chain }, { cause: error });
    },
    async close() {
      for (const agent of agents.values()) agent.destroy();
      await Promise.all([...dispatchers.values()].map((one) => one.destroy()));
    },
  };
}
