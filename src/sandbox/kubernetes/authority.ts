/** The sandbox's own certificate authority, kept in a folder so that clients trust it across restarts. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCertificate, type KeyAndCertificate, type Subject } from './certificate.ts';

/**
 * Names that a loopback server goes by. Node refuses a wildcard directly below a top-level name (`*.localhost`), Chromium and Go
 * accept it: a server that Node reaches under such a name has to pass it to `signServer` in full.
 */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '::1', '*.localhost'];

export interface Authority {
  /** The authority's certificate, PEM: what a client has to trust. */
  readonly certificate: string;
  /** Where that certificate lies, for programs that want a file (NODE_EXTRA_CA_CERTS, `--cacert`). */
  readonly certificateFile: string;
  /** A key and certificate for a server; names default to `loopbackNames`. Valid 397 days, the longest that every client accepts. */
  signServer(names?: readonly string[]): KeyAndCertificate;
  /** A key and certificate that identify a person to the Kubernetes API. */
  signClient(subject: Subject): KeyAndCertificate;
}

const subject: Subject = { name: 'Sandbox authority' };

async function readKept(folder: string): Promise<KeyAndCertificate | undefined> {
  try {
    const [key, certificate] = await Promise.all([
      readFile(path.join(folder, 'authority.key'), 'utf8'),
      readFile(path.join(folder, 'authority.pem'), 'utf8'),
    ]);
    // Within a month of its end a new one is made: a running sandbox must not outlive it.
    const validFor = Date.parse(new X509Certificate(certificate).validTo) - Date.now();
    return validFor > 31 * 86_400_000 ? { key, certificate } : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the authority, or reads it from `folder` (mode 0700; the key has mode 0600). Throws when the folder cannot be written. */
export async function createAuthority(folder: string): Promise<Authority> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let kept = await readKept(folder);
  if (kept === undefined) {
    kept = makeCertificate({ subject, use: 'authority', days: 3650 });
    await writeFile(path.join(folder, 'authority.key'), kept.key, { mode: 0o600 });
    await writeFile(path.join(folder, 'authority.pem'), kept.certificate, { mode: 0o600 });
  }
  const issuer = { certificate: kept.certificate, key: createPrivateKey(kept.key), subject };
  return {
    certificate: kept.certificate,
    certificateFile: path.join(folder, 'authority.pem'),
    signServer: (names = loopbackNames) =>
      makeCertificate({
        subject: { name: names[0] ?? 'localhost' },
        use: 'server',
        names,
        days: 397,
        issuer,
      }),
    signClient: (person) => makeCertificate({ subject: person, use: 'client', days: 397, issuer }),
  };
}
