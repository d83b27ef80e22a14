import { S3Error } from './errors.ts';
import { canonicalRequest, emptySha256, sameSignature, sign, signingKey, stringToSign } from './signature.ts';
import type { Scope } from './signature.ts';

/** What is known of an access key. `token` is the session token that must come with it. */
export interface Secret {
  readonly secret: string;
  readonly token?: string;
}

/** A request as it came: `path` decoded, `query` decoded pairs, header names in lower case. */
export interface IncomingCall {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What the body of a request promises to be, so that its reader can hold it to that. */
export type Payload =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'sha256'; readonly hash: string }
  | { readonly kind: 'chunked'; readonly trailer: boolean; readonly signed?: ChunkSigner };

/** What is needed to check the signatures of chunks: each signs the one before it. */
export interface ChunkSigner {
  readonly key: Buffer;
  readonly scope: Scope;
  readonly time: string;
  readonly seed: string;
}

/** Who signed (undefined: nobody) and what the body promises. */
export interface Authenticated {
  readonly accessKey: string | undefined;
  readonly payload: Payload;
}

interface Claimed {
  readonly accessKey: string;
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const fifteenMinutes = 15 * 60_000;
const week = 604_800;

const parseCredential = (text: string): { accessKey: string; scope: Scope } => {
  const fields = text.split('/');
  const [date, region, service, end] = fields.slice(-4);
  const accessKey = fields.slice(0, -4).join('/');
  if (!accessKey || !date || region === undefined || !service || end !== 'aws4_request')
    throw new S3Error('AuthorizationQueryParametersError', {
      message:
        'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    });
  if (!/^\d{8}$/.test(date))
    throw new S3Error('AuthorizationQueryParametersError', {
      message:
        'Error parsing the X-Amz-Credential parameter; incorrect date format. This date in the credential must be in the format "yyyyMMdd".',
    });
  if (service !== 's3')
    throw new S3Error('AuthorizationHeaderMalformed', {
      message:
        'Error parsing the Credential/X-Amz-Credential parameter; incorrect service. This endpoint belongs to "s3".',
    });
  return { accessKey, scope: { date, region, service } };
};

const parseAuthorization = (header: string): Claimed => {
  if (!header.startsWith('AWS4-HMAC-SHA256'))
    throw new S3Error('InvalidRequest', {
      message: 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    });
  const fields = new Map(
    header
      .slice('AWS4-HMAC-SHA256'.length)
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=');
        return [name, value.join('=')] as const;
      }),
  );
  const [credential, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((name) =>
    fields.get(name),
  );
  if (!credential || !signedHeaders || !signature || fields.size !== 3) throw new S3Error('MissingFields');
  return { ...parseCredential(credential), signedHeaders: signedHeaders.split(';'), signature };
};

/**
 * The instant of an `x-amz-date` (ISO 8601 basic) in milliseconds since the epoch; `NaN` when it is none.
 */
export const parseAmzDate = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

const payloadOf = (
  declared: string | undefined,
  signer: ChunkSigner | undefined,
  absent: string,
): Payload => {
  const text = declared ?? absent;
  if (text === 'UNSIGNED-PAYLOAD') return { kind: 'unsigned' };
  if (text === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return { kind: 'chunked', trailer: true };
  if (
    text === 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' ||
    text === 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'
  ) {
    if (!signer) throw new S3Error('SignatureDoesNotMatch');
    return { kind: 'chunked', trailer: text.endsWith('TRAILER'), signed: signer };
  }
  if (!/^[0-9a-fA-F]{64}$/.test(text)) throw new S3Error('XAmzContentSHA256Mismatch');
  return { kind: 'sha256', hash: text.toLowerCase() };
};

const signedHeaderValues = (call: IncomingCall, names: readonly string[]): [string, string][] => {
  if (!names.includes('host'))
    throw new S3Error('AccessDenied', {
      status: 400,
      message: 'There were headers present in the request which were not signed',
    });
  return names.map((name) => {
    const value = call.headers[name] ?? call.query.find(([field]) => field.toLowerCase() === name)?.[1];
    if (value === undefined) {
      // Proxies and Node's own client drop these two, yet signers may have counted them.
      if (name === 'expect') return [name, '100-continue'];
      if (name === 'content-length') return [name, '0'];
      throw new S3Error('AccessDenied', {
        status: 400,
        message: 'There were headers present in the request which were not signed',
      });
    }
    return [name, value];
  });
};

const secretOf = (
  accessKey: string,
  token: string | undefined,
  find: (accessKey: string) => Secret | undefined,
): string => {
  const known = find(accessKey);
  if (!known) throw new S3Error('InvalidAccessKeyId');
  if ((token ?? '') !== (known.token ?? '')) throw new S3Error('InvalidTokenId');
  return known.secret;
};

const authenticateHeader = (
  call: IncomingCall,
  header: string,
  now: number,
  find: (accessKey: string) => Secret | undefined,
): Authenticated => {
  const claimed = parseAuthorization(header);
  const time = call.headers['x-amz-date'] ?? call.headers['date'];
  if (time === undefined)
    throw new S3Error('AccessDenied', {
      status: 400,
      message: 'AWS authentication requires a valid Date or x-amz-date header',
    });
  const instant = parseAmzDate(time);
  if (Number.isNaN(instant)) throw new S3Error('MalformedDate');
  if (Math.abs(now - instant) > fifteenMinutes) throw new S3Error('RequestTimeTooSkewed');
  const secret = secretOf(claimed.accessKey, call.headers['x-amz-security-token'], find);
  const declared = call.headers['x-amz-content-sha256'];
  const key = signingKey(secret, claimed.scope);
  const canonical = canonicalRequest({
    ...call,
    headers: signedHeaderValues(call, claimed.signedHeaders),
    payloadHash: declared ?? emptySha256,
  });
  if (!sameSignature(sign(key, stringToSign(time, claimed.scope, canonical)), claimed.signature))
    throw new S3Error('SignatureDoesNotMatch');
  const signer = { key, scope: claimed.scope, time, seed: claimed.signature };
  return { accessKey: claimed.accessKey, payload: payloadOf(declared, signer, emptySha256) };
};

const authenticateQuery = (
  call: IncomingCall,
  now: number,
  find: (accessKey: string) => Secret | undefined,
): Authenticated => {
  const query = new Map(call.query);
  const refuse = (message?: string): never => {
    throw new S3Error('AuthorizationQueryParametersError', message === undefined ? {} : { message });
  };
  const required = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'].map((name) =>
    query.get(`X-Amz-${name}`),
  );
  const [algorithm, credential, signature, time, signedHeaders, expires] = required;
  if (!algorithm || !credential || !signature || !time || !signedHeaders || !expires) return refuse();
  if (algorithm !== 'AWS4-HMAC-SHA256') refuse('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256".');
  const { accessKey, scope } = parseCredential(credential);
  const instant = parseAmzDate(time);
  if (Number.isNaN(instant)) refuse("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const seconds = Number(expires);
  if (!/^-?\d+$/.test(expires)) refuse('X-Amz-Expires should be a number');
  if (seconds < 0) refuse('X-Amz-Expires must be non-negative');
  if (seconds > week)
    refuse(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  const secret = secretOf(accessKey, query.get('X-Amz-Security-Token'), find);
  const names = signedHeaders.split(';');
  const headers = signedHeaderValues(call, names);
  if (Object.keys(call.headers).some((name) => name.startsWith('x-amz-meta-') && !names.includes(name)))
    throw new S3Error('AccessDenied', {
      status: 400,
      message: 'There were headers present in the request which were not signed',
    });
  if (instant > now + fifteenMinutes)
    throw new S3Error('AccessDenied', { message: 'Request is not valid yet' });
  if (now - instant > seconds * 1000) throw new S3Error('AccessDenied', { message: 'Request has expired' });
  const declared = query.get('X-Amz-Content-Sha256') ?? call.headers['x-amz-content-sha256'];
  const canonical = canonicalRequest({
    ...call,
    query: call.query.filter(([name]) => name !== 'X-Amz-Signature'),
    headers,
    payloadHash: declared ?? 'UNSIGNED-PAYLOAD',
  });
  const key = signingKey(secret, scope);
  if (!sameSignature(sign(key, stringToSign(time, scope, canonical)), signature))
    throw new S3Error('SignatureDoesNotMatch');
  return {
    accessKey,
    payload: payloadOf(declared, { key, scope, time, seed: signature }, 'UNSIGNED-PAYLOAD'),
  };
};

/**
 * Checks the signature of a request, in its header or its query, against the secret of its access key.
 * `now` in milliseconds since the epoch. Throws the S3Error that a MinIO server answers: SignatureDoesNotMatch,
 * InvalidAccessKeyId, InvalidTokenId, RequestTimeTooSkewed (more than 15 minutes), AccessDenied (expired URL) and others.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html.
 */
export const authenticate = (
  call: IncomingCall,
  now: number,
  find: (accessKey: string) => Secret | undefined,
): Authenticated => {
  const header = call.headers['authorization'];
  if (header !== undefined) return authenticateHeader(call, header, now, find);
  if (call.query.some(([name]) => name === 'X-Amz-Credential' || name === 'X-Amz-Signature'))
    return authenticateQuery(call, now, find);
  return {
    accessKey: undefined,
    payload: payloadOf(call.headers['x-amz-content-sha256'], undefined, 'UNSIGNED-PAYLOAD'),
  };
};
