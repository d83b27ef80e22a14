import { randomBytes } from 'node:crypto';
import type { Person, Session } from './model.ts';
import { PolicyError, parsePolicy } from './policy.ts';
import { xmlDocument } from './xml.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** An answer of the token service: status and XML. */
export interface StsAnswer {
  readonly status: number;
  readonly body: string;
}

const refuse = (code: string, message: string, requestId: string): StsAnswer => ({
  status: 400,
  body: xmlDocument(
    'ErrorResponse',
    { Error: { Type: '', Code: code, Message: message }, RequestId: requestId },
    namespace,
  ),
});

const random = (length: number, alphabet: string): string =>
  Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');

/** The `exp` that a token claims, in milliseconds; only to choose the words of a refusal, never to trust it. */
const claimedExpiry = (token: string): number | undefined => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const expiry = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof expiry === 'number' ? expiry * 1000 : undefined;
  } catch {
    return undefined;
  }
};

/**
 * When new credentials end, in milliseconds since the epoch: with the token, or after the seconds asked for
 * (900 to 31,536,000); undefined when these are not allowed.
 */
export const sessionEnd = (duration: string | null, tokenEnd: number, now: number): number | undefined => {
  if (duration === null || duration === '') return tokenEnd;
  const seconds = Number(duration);
  return /^\d+$/.test(duration) && seconds >= 900 && seconds <= 31_536_000 ? now + seconds * 1000 : undefined;
};

/**
 * `AssumeRoleWithWebIdentity`: gives temporary credentials for a valid identity token, as a MinIO server does (no role
 * needed; unknown role ARNs are ignored).
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html and, for the answers,
 * https://github.com/minio/minio/blob/master/docs/sts/web-identity.md.
 */
export const assumeRole = async (
  form: URLSearchParams,
  requestId: string,
  now: number,
  verifyToken: (token: string) => Promise<Person | undefined>,
  keep: (session: Session) => void,
  latestEnd = Infinity,
): Promise<StsAnswer> => {
  const version = form.get('Version') ?? '';
  if (version !== '2011-06-15')
    return refuse('MissingParameter', `Invalid STS API version ${version}, expecting 2011-06-15`, requestId);
  const invalid = (message: string): StsAnswer => refuse('InvalidParameterValue', message, requestId);
  const action = form.get('Action') ?? '';
  if (action !== 'AssumeRoleWithWebIdentity') return invalid(`Unsupported action ${action}`);
  const token = form.get('WebIdentityToken') ?? '';
  if (token.split('.').length !== 3) return invalid('token contains an invalid number of segments');
  const person = await verifyToken(token);
  if (!person || person.expiresAt <= now) {
    const expiry = person?.expiresAt ?? claimedExpiry(token);
    return invalid(
      expiry !== undefined && expiry <= now ? 'Token is expired' : 'crypto/rsa: verification error',
    );
  }
  const end = sessionEnd(form.get('DurationSeconds'), person.expiresAt, now);
  if (end === undefined) return invalid('invalid token expiry');
  const expires = Math.min(end, latestEnd);
  const policy = form.get('Policy') ?? undefined;
  if (policy !== undefined)
    try {
      parsePolicy(policy);
    } catch (error) {
      if (error instanceof PolicyError) return invalid(error.message);
      throw error;
    }
  const session: Session = {
    accessKey: random(20, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'),
    secret: random(40, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
    token: randomBytes(96).toString('base64url'),
    person,
    policy,
    expires,
  };
  keep(session);
  const body = xmlDocument(
    'AssumeRoleWithWebIdentityResponse',
    {
      AssumeRoleWithWebIdentityResult: {
        AssumedRoleUser: { Arn: '', AssumeRoleId: '' },
        Credentials: {
          AccessKeyId: session.accessKey,
          SecretAccessKey: session.secret,
          SessionToken: session.token,
          Expiration: new Date(expires).toISOString().replace(/\.\d+Z$/, 'Z'),
        },
        SubjectFromWebIdentityToken: person.name,
      },
      ResponseMetadata: { RequestId: requestId },
    },
    namespace,
  );
  return { status: 200, body };
};
