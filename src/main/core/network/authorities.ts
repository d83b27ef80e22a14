/** Whom we trust: Node's own list, NODE_EXTRA_CA_CERTS, what a person or platform added, and, when these fail, the system's. */
import { createHash } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

export interface ClientCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

export interface Authorities {
  /** Names this set: two with the same key trust the same. */
  readonly key: string;
  /** For TLS; made once, since reading some hundreds of certificates takes 10 ms. `wide`: with the system's list too. */
  context(wide: boolean): SecureContext;
  /** All of them as PEM, for child processes. */
  pem(): string;
  /** What was added besides Node's and the system's. */
  readonly own: readonly string[];
  /** What the certificate must be for, where that is not the address's host. */
  readonly serverName?: string | undefined;
}

/** The set that trusts these PEM texts besides the usual ones, for connections made with this identity. */
export function createAuthorities(
  own: readonly string[],
  identity: {
    readonly clientCertificate?: ClientCertificate | undefined;
    readonly serverName?: string | undefined;
  } = {},
): Authorities {
  const { clientCertificate, serverName } = identity;
  const contexts = new Map<boolean, SecureContext>();
  // `default` holds NODE_EXTRA_CA_CERTS; the system's list is read late: on some systems that takes hundreds of milliseconds.
  const list = (wide: boolean) => [
    ...new Set([...getCACertificates('default'), ...(wide ? systemCertificates() : []), ...own]),
  ];
  return {
    key: createHash('sha256')
      .update(JSON.stringify([own, clientCertificate, serverName]))
      .digest('hex'),
    own,
    serverName,
    context(wide) {
      const known = contexts.get(wide);
      if (known) return known;
      const made = createSecureContext({
        ca: list(wide),
        ...(clientCertificate && { cert: clientCertificate.certificate, key: clientCertificate.key }),
      });
      contexts.set(wide, made);
      return made;
    },
    pem: () =>
      `${list(true)
        .map((text) => text.trim())
        .join('\n')}\n`,
  };
}

function systemCertificates(): readonly string[] {
  try {
    return getCACertificates('system');
  } catch {
    // A system without a readable list is no reason to reach nothing.
    return [];
  }
}
