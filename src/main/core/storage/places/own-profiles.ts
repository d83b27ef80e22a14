/** The profiles that a person adds: what is no secret in the store, the secret keys in the keychain alone. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Host } from '../../host.ts';
import type { StsCredentials, StsProfile } from '../../platform/s3/sts.ts';
import type { StoragePlatform } from '../storage-context.ts';

const storeKey = 'storage/profiles';

export const OwnProfile = z.object({
  id: z.string(),
  name: z.string(),
  endpoint: z.url(),
  region: z.string(),
  pathStyle: z.boolean(),
  /** Absent: anonymous. */
  accessKeyId: z.string().optional(),
});
export type OwnProfile = z.infer<typeof OwnProfile>;

const Secret = z.object({ secretAccessKey: z.string(), sessionToken: z.string().optional() });

export interface GivenProfile {
  readonly id?: string | undefined;
  readonly name: string;
  readonly endpoint: string;
  readonly region: string;
  readonly pathStyle: boolean;
  readonly accessKeyId?: string | undefined;
  readonly secretAccessKey?: string | undefined;
  readonly sessionToken?: string | undefined;
}

type Where = Pick<StoragePlatform, 'store' | 'platformId' | 'userName'>;
type Secrets = Host['secrets'];

/** The profiles in the order in which they were added; one that cannot be read is left out. */
export async function loadOwnProfiles(where: Where): Promise<OwnProfile[]> {
  const stored = z.array(z.unknown()).safeParse((await where.store.get(storeKey))?.value).data ?? [];
  return stored.flatMap((one) => OwnProfile.safeParse(one).data ?? []);
}

/** Adds or changes one. @throws Failure `invalid-input` with its field, `not-found` for a change of what is not there */
export async function saveOwnProfile(
  where: Where,
  secrets: Secrets,
  given: GivenProfile,
): Promise<OwnProfile> {
  const { secretAccessKey, sessionToken } = given;
  const accessKeyId = given.accessKeyId?.trim() || undefined;
  const address = new URL(given.endpoint);
  if (!/^https?:$/.test(address.protocol) || address.username || address.password || address.search)
    throw failure('invalid-input', 'Not the address of an S3 server', {
      reason: 'storage-endpoint',
      field: 'endpoint',
    });
  const profiles = await loadOwnProfiles(where);
  const before = profiles.find(({ id }) => id === given.id);
  if (given.id !== undefined && !before) throw noProfile(given.id);
  const profile: OwnProfile = {
    id: before?.id ?? `own-${randomBytes(6).toString('hex')}`,
    name: given.name.trim() || address.host,
    endpoint: address.href.replace(/\/+$/, ''),
    region: given.region.trim() || 'us-east-1',
    pathStyle: given.pathStyle,
    ...(accessKeyId && { accessKeyId }),
  };
  const key = secretKey(where, profile.id);
  if (!accessKeyId) await secrets.delete(key);
  else if (secretAccessKey) {
    await secrets.set(
      key,
      JSON.stringify({ secretAccessKey: secretAccessKey.trim(), ...(sessionToken && { sessionToken }) }),
    );
  } else if (before?.accessKeyId !== accessKeyId || (await secrets.get(key)) === undefined)
    throw failure('invalid-input', 'The secret key is missing', {
      reason: 'storage-secret-missing',
      field: 'secretAccessKey',
    });
  const next = before
    ? profiles.map((one) => (one.id === profile.id ? profile : one))
    : [...profiles, profile];
  await where.store.set(storeKey, next);
  return profile;
}

/** Forgets one and its keys. @throws Failure `not-found` */
export async function removeOwnProfile(where: Where, secrets: Secrets, id: string): Promise<void> {
  const profiles = await loadOwnProfiles(where);
  if (!profiles.some((one) => one.id === id)) throw noProfile(id);
  await secrets.delete(secretKey(where, id));
  await where.store.set(
    storeKey,
    profiles.filter((one) => one.id !== id),
  );
}

/** Its keys, fetched from the keychain when they are first needed; undefined for an anonymous one. */
export function ownKeys(where: Where, secrets: Secrets, own: OwnProfile): StsProfile | undefined {
  const { accessKeyId, name, endpoint, region, pathStyle } = own;
  if (accessKeyId === undefined) return undefined;
  const { host } = new URL(endpoint);
  let held: StsCredentials | undefined;
  return {
    profile: { name, endpoint, region, pathStyle },
    async credentials({ renew = false } = {}) {
      // New ones are asked for when the server says that it does not know these: only the person has others.
      if (renew)
        throw failure('forbidden', 'The keys are no longer valid', {
          reason: 'storage-own-keys-ended',
          values: { name, host },
        });
      if (held) return held;
      const text = await secrets.get(secretKey(where, own.id));
      const secret = text === undefined ? undefined : Secret.safeParse(parsed(text)).data;
      if (!secret)
        throw failure('forbidden', 'The secret key is not kept on this laptop', {
          reason: 'storage-own-keys-missing',
          values: { name, host },
        });
      held = { accessKeyId, ...secret };
      return held;
    },
  };
}

/** @returns Failure `not-found` for an id that no profile has */
export function noProfile(id: string) {
  return failure('not-found', 'There is no such storage profile', {
    reason: 'storage-no-profile',
    values: { name: id },
  });
}

function secretKey(where: Where, id: string): string {
  return `${secretPrefix(where)}${encodeURIComponent(id)}`;
}

/** How the names of all secret keys of a person's own profiles begin. */
export function secretPrefix({ platformId, userName }: Pick<Where, 'platformId' | 'userName'>): string {
  return `storage/${encodeURIComponent(platformId)}/${encodeURIComponent(userName)}/`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
