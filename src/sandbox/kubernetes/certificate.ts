/**
 * X.509 version 3 certificates (RFC 5280) with keys on the curve P-256, signed by ECDSA with SHA-256 (RFC 5758),
 * written in DER (ITU-T X.690). Only what a private authority for a loopback server needs.
 */
import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { isIP } from 'node:net';

function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const bytes: number[] = [];
  for (let rest = content.length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const set = (...parts: Uint8Array[]) => der(0x31, ...parts);
const octets = (content: Uint8Array) => der(0x04, content);
const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'));
const yes = der(0x01, Buffer.from([0xff]));
const bits = (content: Uint8Array, unused = 0) => der(0x03, Buffer.from([unused]), content);
const explicit = (number: number, ...parts: Uint8Array[]) => der(0xa0 | number, ...parts);

function integer(content: Uint8Array): Buffer {
  // A leading zero keeps the number positive (X.690, 8.3).
  return (content[0] ?? 0) & 0x80 ? der(0x02, Buffer.from([0]), content) : der(0x02, content);
}

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const septets = [arc & 0x7f];
    for (let high = arc >>> 7; high > 0; high >>>= 7) septets.unshift((high & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return der(0x06, Buffer.from(bytes));
}

function time(date: Date): Buffer {
  const text = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  // UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5).
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** Who a certificate is about: a common name, and groups as organizations (how Kubernetes reads them). */
export interface Subject {
  name: string;
  groups?: readonly string[];
}

function distinguishedName({ name, groups = [] }: Subject): Buffer {
  const attribute = (type: string, value: string) => set(sequence(objectIdentifier(type), utf8(value)));
  return sequence(...groups.map((group) => attribute('2.5.4.10', group)), attribute('2.5.4.3', name));
}

function extension(identifier: string, critical: boolean, value: Uint8Array): Buffer {
  return sequence(objectIdentifier(identifier), ...(critical ? [yes] : []), octets(value));
}

function alternativeName(name: string): Buffer {
  const family = isIP(name);
  if (family === 4) return der(0x87, Buffer.from(name.split('.').map(Number)));
  if (family === 6 && name === '::1') return der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]));
  return der(0x82, Buffer.from(name, 'ascii'));
}

type CertificateUse = 'authority' | 'server' | 'client';
export interface KeyAndCertificate {
  /** PEM, PKCS #8. */
  key: string;
  /** PEM. */
  certificate: string;
}

/**
 * Makes a key and a certificate for it, signed by `issuer` or, without one, by itself.
 * `names` are host names (`*.localhost` too) and IP addresses; `days` is the time it is valid, from a day ago.
 */
export function makeCertificate(options: {
  subject: Subject;
  use: CertificateUse;
  names?: readonly string[];
  days: number;
  issuer?: { certificate: string; key: KeyObject; subject: Subject };
}): KeyAndCertificate {
  const { subject, use, names = [], days, issuer } = options;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const publicBytes = publicKey.export({ type: 'spki', format: 'der' });
  const start = new Date(Date.now() - 86_400_000);
  const authorityKey = issuer
    ? new X509Certificate(issuer.certificate).publicKey.export({ type: 'spki', format: 'der' })
    : publicBytes;
  const extensions = [
    extension('2.5.29.19', true, use === 'authority' ? sequence(yes) : sequence()),
    // keyCertSign and cRLSign, or digitalSignature (RFC 5280, 4.2.1.3).
    extension(
      '2.5.29.15',
      true,
      use === 'authority' ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7),
    ),
    extension('2.5.29.14', false, octets(keyIdentifier(publicBytes))),
    extension('2.5.29.35', false, sequence(der(0x80, keyIdentifier(authorityKey)))),
  ];
  if (use !== 'authority') {
    const purpose = use === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
    extensions.push(extension('2.5.29.37', false, sequence(objectIdentifier(purpose))));
  }
  if (names.length > 0)
    extensions.push(extension('2.5.29.17', false, sequence(...names.map(alternativeName))));
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    distinguishedName(issuer?.subject ?? subject),
    sequence(time(start), time(new Date(start.getTime() + days * 86_400_000))),
    distinguishedName(subject),
    publicBytes,
    explicit(3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, issuer?.key ?? privateKey);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem(sequence(toBeSigned, ecdsaWithSha256, bits(signature))),
  };
}

function keyIdentifier(publicBytes: Uint8Array): Buffer {
  return createHash('sha1').update(publicBytes).digest();
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
