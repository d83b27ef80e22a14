/** S3 credentials for a token: AssumeRoleWithWebIdentity, a POST without signature (AWS STS API, MinIO's STS). */
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import type { StorageProfile } from '../../../../shared/contract/platform.ts';
import type { Network } from '../../network/network.ts';
import { element } from './xml-element.ts';

export interface StsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** Milliseconds since 1970; absent for keys that do not end. */
  readonly expiresAt?: number | undefined;
}

export interface StsProfile {
  readonly profile: StorageProfile;
  /**
   * Credentials with at least a tenth of their life left (or `least` ms); `renew`: new ones, for example after MinIO's
   * 403 `InvalidAccessKeyId`, which is how it says that they ended.
   * @throws Failure
   */
  credentials(options?: { renew?: boolean; least?: number; signal?: AbortSignal }): Promise<StsCredentials>;
}

/** Onyxia asks for a week; AWS grants twelve hours at most, and an hour where a role says nothing. */
const wantedSeconds = 604_800;
const smallerSeconds = [43_200, 3_600];

/**
 * A profile whose credentials come from STS and are kept in memory, renewed ahead of their end by one request at a time.
 * @param token the access token to show; asked anew each time, since its end would bound the credentials'.
 */
export function createStsProfile(options: {
  readonly profile: StorageProfile;
  readonly network: Network;
  readonly token: () => Promise<string>;
  readonly clock: () => number;
}): StsProfile {
  const { profile, network, clock } = options;
  let held: { credentials: StsCredentials; from: number } | undefined;
  let asking: Promise<void> | undefined;
  // What a server refused once, it is not asked again.
  let seconds = profile.sts?.durationSeconds ?? wantedSeconds;

  const remaining = () => (held?.credentials.expiresAt ?? (held ? Infinity : 0)) - clock();
  const life = () => (held?.credentials.expiresAt ?? Infinity) - (held?.from ?? 0);

  async function renew(signal?: AbortSignal): Promise<void> {
    const token = await options.token();
    const from = clock();
    for (;;) {
      try {
        held = {
          credentials: await assumeRole({ profile, network, token, seconds, signal, now: from }),
          from,
        };
        return;
      } catch (error) {
        const smaller = smallerSeconds.find((one) => one < seconds);
        if (!isFailure(error) || error.data.reason !== 'sts-duration' || smaller === undefined) throw error;
        seconds = smaller;
      }
    }
  }

  return {
    profile,
    async credentials({ renew: anew = false, least, signal } = {}) {
      const enough = least ?? Math.min(0.1 * life(), 3_600_000);
      if (held && !anew && remaining() > enough) return held.credentials;
      asking ??= renew(signal).finally(() => (asking = undefined));
      try {
        await asking;
      } catch (error) {
        if (anew || !held || remaining() <= 0) throw error;
      }
      return (held as NonNullable<typeof held>).credentials;
    },
  };
}

/** A profile with fixed keys, as pasted. */
export function createFixedProfile(
  profile: StorageProfile,
  credentials: StsCredentials,
  clock: () => number,
): StsProfile {
  return {
    profile,
    async credentials() {
      if ((credentials.expiresAt ?? Infinity) > clock()) return credentials;
      throw failure('signed-out', 'The pasted S3 keys ended', {
        reason: 'storage-keys-ended',
        values: { name: profile.name },
      });
    },
  };
}

async function assumeRole(asked: {
  profile: StorageProfile;
  network: Network;
  token: string;
  seconds: number;
  signal?: AbortSignal | undefined;
  now: number;
}): Promise<StsCredentials> {
  const { profile, network, token, seconds, signal, now } = asked;
  const endpoint = profile.sts?.endpoint ?? profile.endpoint;
  const response = await network.fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      WebIdentityToken: token,
      DurationSeconds: String(seconds),
      ...(profile.sts?.roleArn && { RoleArn: profile.sts.roleArn }),
      ...(profile.sts?.roleSessionName && { RoleSessionName: profile.sts.roleSessionName }),
    }),
    ...(signal && { signal }),
  });
  const xml = await response.text();
  const { host } = new URL(endpoint);
  if (!response.ok) throw stsFailure(response.status, xml, host);
  const [accessKeyId, secretAccessKey, sessionToken, expiration] = [
    'AccessKeyId',
    'SecretAccessKey',
    'SessionToken',
    'Expiration',
  ].map((name) => element(xml, name));
  if (!accessKeyId || !secretAccessKey) {
    throw failure('unreachable', `${host} does not answer like STS`, {
      reason: 'not-sts',
      values: { host },
      words: xml.slice(0, 300),
    });
  }
  // The server's end, moved to our clock.
  const skew = network.clockSkew(endpoint) ?? 0;
  const expiresAt = expiration ? Date.parse(expiration) - skew : now + seconds * 1000;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }), expiresAt };
}

/** What an error answer of STS means. Pure. */
export function stsFailure(status: number, xml: string, host: string): Failure {
  const code = element(xml, 'Code') ?? '';
  const message = element(xml, 'Message') ?? '';
  const words = [code, message].filter(Boolean).join(': ') || xml.slice(0, 300);
  const rest = { values: { host, status }, words };
  // MinIO's words for it are `invalid token expiry`.
  if (/duration|invalid token expiry/i.test(message))
    return failure('unsupported', `${host} refuses the duration`, { reason: 'sts-duration', ...rest });
  if (/ExpiredToken/.test(code) || /expired/i.test(message))
    return failure('signed-out', 'The token ended', { reason: 'session-expired', ...rest });
  if (status === 429 || status === 503) return failure('busy', `${host} is busy`, rest);
  if (status >= 500)
    return failure('unreachable', `${host} answered ${status}`, { reason: 'sts-error', ...rest });
  return failure('forbidden', `${host} gives no S3 credentials for this sign-in`, {
    reason: 'sts-refused',
    ...rest,
  });
}
