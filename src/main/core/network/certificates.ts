/** Reading certificates: what a server showed, what a person offers to trust. Pure. */
import { X509Certificate } from 'node:crypto';
import { failure, type CertificateSummary } from '../../../shared/contract/errors.ts';

/** Why a chain was not accepted; keys below `failures` in the translations. */
export type Distrust =
  | 'self-signed'
  | 'unknown-authority'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'wrong-name'
  | 'certificate';

/** OpenSSL's verification codes as Node names them, and what they mean to a person. */
const distrusts: Readonly<Record<string, Distrust>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  CERT_SIGNATURE_FAILURE: 'unknown-authority',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
  CERT_REVOKED: 'certificate',
  INVALID_PURPOSE: 'certificate',
  INVALID_CA: 'certificate',
  CERT_UNTRUSTED: 'certificate',
  CERT_REJECTED: 'certificate',
  CERT_CHAIN_TOO_LONG: 'certificate',
  PATH_LENGTH_EXCEEDED: 'certificate',
};

/** What an error code of a TLS connection says about the chain; undefined: it is about something else. */
export function distrustOf(code: string | undefined): Distrust | undefined {
  return code === undefined ? undefined : distrusts[code];
}

/** True where more authorities could change the verdict. */
export function lacksAuthority(code: string | undefined): boolean {
  const distrust = distrustOf(code);
  return distrust === 'unknown-authority' || distrust === 'self-signed';
}

/** What a person is shown of a certificate. */
export function summarize(certificate: X509Certificate): CertificateSummary {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    fingerprint: certificate.fingerprint256,
  };
}

/**
 * The certificates of a PEM text.
 * @throws Failure `invalid-input` (`not-a-certificate`) where there is none, or one cannot be read.
 */
export function readCertificates(pem: string): X509Certificate[] {
  const blocks =
    pem.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED )?CERTIFICATE-----/g) ??
    [];
  try {
    const certificates = blocks.map((block) => new X509Certificate(block));
    if (certificates.length > 0) return certificates;
  } catch (error) {
    throw failure('invalid-input', 'A certificate in the text cannot be read', {
      reason: 'not-a-certificate',
      field: 'pem',
      words: error instanceof Error ? error.message : String(error),
    });
  }
  throw failure('invalid-input', 'The text holds no certificate (PEM)', {
    reason: 'not-a-certificate',
    field: 'pem',
  });
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').filter(Boolean).join(', ');
}
