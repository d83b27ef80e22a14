/** The endpoints of a platform's profiles and of the person's own: made once, closed when they are replaced. */
import { createHash } from 'node:crypto';
import type { Host } from '../../host.ts';
import { rememberDialect, type KnownDialect } from '../../platform/s3/dialect.ts';
import { createS3Endpoint, type S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { StsProfile } from '../../platform/s3/sts.ts';
import type { StoragePlatform } from '../storage-context.ts';
import { ownKeys, type OwnProfile } from './own-profiles.ts';

interface Held {
  readonly endpoint: S3Endpoint;
  /** What it was made of: as long as these are the same, it stays. */
  readonly of: readonly unknown[];
}

export interface Endpoints {
  get(id: string): S3Endpoint | undefined;
  all(): readonly S3Endpoint[];
  /** Makes those that are missing and closes those that are no longer wanted. */
  set(
    platform: StoragePlatform | undefined,
    own: readonly (OwnProfile & { readonly revision: number })[],
  ): void;
}

/** Holds none yet. */
export function createEndpoints(options: {
  readonly host: Pick<Host, 'clock' | 'secrets'>;
  /** What is remembered of the server at an address. */
  readonly dialect: (endpoint: S3Endpoint) => KnownDialect;
  readonly learned: (endpoint: S3Endpoint, known: KnownDialect) => void;
}): Endpoints {
  const { host } = options;
  let held = new Map<string, Held>();

  function take(next: Map<string, Held>, id: string, of: readonly unknown[], make: () => S3Endpoint): void {
    const before = held.get(id);
    const stays = before?.of.length === of.length && before.of.every((part, at) => part === of[at]);
    if (before && stays) next.set(id, before);
    else {
      const endpoint = make();
      rememberDialect(endpoint, options.dialect(endpoint), (known) => options.learned(endpoint, known));
      next.set(id, { endpoint, of });
    }
  }

  return {
    get: (id) => held.get(id)?.endpoint,
    all: () => [...held.values()].map(({ endpoint }) => endpoint),
    set(platform, own) {
      const next = new Map<string, Held>();
      if (platform) {
        const { network, platformId, userName } = platform;
        for (const keys of platform.profiles)
          take(next, platformProfileId(keys), [keys, network], () =>
            createS3Endpoint({
              id: platformProfileId(keys),
              kind: 'platform',
              profile: keys.profile,
              keys,
              network,
              clock: host.clock,
            }),
          );
        for (const profile of own) {
          const { revision, id, name, endpoint, region, pathStyle } = profile;
          take(next, id, [JSON.stringify(profile), revision, network, platformId, userName], () =>
            createS3Endpoint({
              id,
              kind: profile.accessKeyId === undefined ? 'anonymous' : 'own',
              profile: { name, endpoint, region, pathStyle },
              keys: ownKeys(platform, host.secrets, profile),
              network,
              clock: host.clock,
            }),
          );
        }
      }
      const before = held;
      held = next;
      for (const [id, one] of before) if (next.get(id) !== one) one.endpoint.close();
    },
  };
}

/** `platform:<name>`; what an address cannot hold as it stands is replaced, and told apart by a hash. */
export function platformProfileId({ profile: { name } }: Pick<StsProfile, 'profile'>): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-');
  const hash = () => createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `platform:${plain === name ? name : `${plain}-${hash()}`}`;
}
