/** Where objects are: the profiles of the platform and of the person, their buckets and bookmarks. */
import { CreateBucketCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import {
  Dialect,
  type Places as PlacesState,
  type placesOperations,
} from '../../../../shared/contract/storage/places.ts';
import { live } from '../../live.ts';
import type { KnownDialect } from '../../platform/s3/dialect.ts';
import { documentHeaders, tryDialect } from '../../platform/s3/dialect-tries.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { Here, StorageContext, StoragePlatform, StorageSurroundings } from '../storage-context.ts';
import { isBucketName } from './bucket-names.ts';
import { bucketsKey, bucketsOf } from './buckets.ts';
import { createEndpoints } from './endpoints.ts';
import { addBookmark, isSame, loadBookmarks, removeBookmarks } from './own-bookmarks.ts';
import {
  loadOwnProfiles,
  noProfile,
  removeOwnProfile,
  saveOwnProfile,
  type OwnProfile,
} from './own-profiles.ts';
import { bookmarksOf, homeOf, nowhere, shown, whoseOf, type Entered } from './places-state.ts';
import { mcCommand } from '../../platform/s3/shown-command.ts';

const dialectsKey = 'storage/dialects';

export interface Places {
  readonly handlers: Pick<AppHandlers['storage'], keyof typeof placesOperations>;
  /** Goes where the person works now; what was known there is there when it resolves, no server is asked. The last call wins. */
  enter(platform: StoragePlatform | undefined): Promise<void>;
  readonly here: Here;
  /** What the screens are told at this moment. @throws Failure as `here` */
  shown(): PlacesState;
  /** Calls back after each `enter`; returns a way to stop. */
  onEnter(listener: (context: StorageContext | undefined) => void): () => void;
  close(): void;
}

/** Makes the places of nobody; `enter` says whose. */
export function createPlaces(surroundings: StorageSurroundings): Places {
  const { host, commands, report } = surroundings;
  const state = live<Entered | undefined>(undefined);
  const listeners = new Set<(context: StorageContext | undefined) => void>();
  const revisions = new Map<string, number>();
  let entering = 0;

  const endpoints = createEndpoints({
    host,
    dialect: (endpoint) => pending?.[endpoint.profile.endpoint] ?? {},
    learned: (endpoint, known) => {
      const entered = state.get();
      if (!entered) return;
      const address = endpoint.profile.endpoint;
      const dialects = { ...entered.dialects, [address]: { ...entered.dialects[address], ...known } };
      state.set({ ...entered, dialects });
      entered.platform.store.set(dialectsKey, dialects).catch((error: unknown) => report(error, dialectsKey));
    },
  });
  /** The dialects of the platform that is being entered. */
  let pending: Entered['dialects'] | undefined;

  const current = (): Entered => {
    const entered = state.get();
    if (!entered) throw failure('signed-out', 'Nobody is signed in', { reason: 'not-signed-in' });
    return entered;
  };
  const endpointOf = (id: string): S3Endpoint => {
    const endpoint = endpoints.get(id);
    if (!endpoint) throw noProfile(id);
    return endpoint;
  };
  /** Changes what is known, unless the person went elsewhere meanwhile. */
  const change = (platform: StoragePlatform, changes: Partial<Entered>): void => {
    const entered = state.get();
    if (entered?.platform === platform) state.set({ ...entered, ...changes });
  };

  async function enter(platform: StoragePlatform | undefined): Promise<void> {
    const turn = ++entering;
    const [own, bookmarks, dialects, seen] = platform
      ? await Promise.all([
          loadOwnProfiles(platform),
          loadBookmarks(platform.store),
          loadDialects(platform),
          loadSeen(platform),
        ])
      : [[], [], {}, new Map<string, string[]>()];
    if (turn !== entering) return;
    pending = dialects;
    endpoints.set(platform, withRevisions(own));
    const context = platform && { ...platform, endpoint: endpointOf };
    state.set(
      platform && context && { platform, context, own, bookmarks, dialects, seen, expiries: new Map() },
    );
    for (const listener of listeners) listener(context);
  }

  const withRevisions = (own: readonly OwnProfile[]) =>
    own.map((profile) => ({ ...profile, revision: revisions.get(profile.id) ?? 0 }));

  async function reloadOwn(platform: StoragePlatform): Promise<void> {
    const own = await loadOwnProfiles(platform);
    const entered = state.get();
    if (entered?.platform !== platform) return;
    pending = entered.dialects;
    endpoints.set(platform, withRevisions(own));
    change(platform, { own });
  }

  async function* follow(signal: AbortSignal): AsyncGenerator<PlacesState, void, undefined> {
    for await (const entered of state.follow(signal))
      yield entered ? shown(entered, endpoints.all(), host.clock) : nowhere;
  }

  const handlers: Places['handlers'] = {
    places: (_, { signal }) => follow(signal),
    buckets: async ({ profile }, { signal }) => {
      const entered = current();
      const { platform } = entered;
      const endpoint = endpointOf(profile);
      const bookmarked = bookmarksOf(entered, endpoints.all())
        .filter((one) => one.profile === profile)
        .map(({ bucket }) => bucket);
      const answer = await bucketsOf({
        endpoint,
        store: platform.store,
        whose: whoseOf(platform),
        bookmarked,
        clock: host.clock,
        signal,
      });
      const names = answer.buckets.map(({ name }) => name);
      change(platform, { seen: new Map([...current().seen, [profile, names]]) });
      if (answer.state === 'live' && endpoint.kind === 'platform') {
        const expiresAt = (await endpoint.credentials())?.expiresAt;
        if (expiresAt !== undefined)
          change(platform, { expiries: new Map([...current().expiries, [profile, expiresAt]]) });
      }
      return answer;
    },
    createBucket: async ({ profile, bucket, versioning }) => {
      const endpoint = endpointOf(profile);
      if (!isBucketName(bucket))
        throw failure('invalid-input', 'Not a name for a bucket', {
          reason: 'storage-bucket-name',
          field: 'bucket',
          values: { name: bucket, bucket, host: endpoint.host, status: 400 },
        });
      const flags = versioning ? ['--with-versioning'] : [];
      await commands.around('mc', mcCommand(['mb', ...flags], endpoint, bucket), async () => {
        await endpoint.sdk((client) => client.send(creation(endpoint, bucket)), { bucket });
        if (versioning) await setVersioning(endpoint, bucket, true);
      });
      return {};
    },
    removeBucket: async ({ profile, bucket }) => {
      const { platform } = current();
      const endpoint = endpointOf(profile);
      await commands.around('mc', mcCommand(['rb'], endpoint, bucket), () =>
        endpoint.sdk((client) => client.send(new DeleteBucketCommand({ Bucket: bucket })), { bucket }),
      );
      const key = bucketsKey(profile);
      const kept = z
        .array(z.looseObject({ name: z.string() }))
        .safeParse((await platform.store.get(key))?.value);
      if (kept.success)
        await platform.store.set(
          key,
          kept.data.filter(({ name }) => name !== bucket),
        );
      return {};
    },
    setVersioning: async ({ profile, bucket, on }) => {
      const endpoint = endpointOf(profile);
      const word = on ? 'enable' : 'suspend';
      await commands.around('mc', mcCommand(['version', word], endpoint, bucket), () =>
        setVersioning(endpoint, bucket, on),
      );
      return {};
    },
    saveProfile: async (given) => {
      const { platform } = current();
      const { id } = await saveOwnProfile(platform, host.secrets, given);
      revisions.set(id, (revisions.get(id) ?? 0) + 1);
      await reloadOwn(platform);
      return { id };
    },
    removeProfile: async ({ profile }) => {
      const { platform } = current();
      await removeOwnProfile(platform, host.secrets, profile);
      await platform.store.delete(bucketsKey(profile));
      const bookmarks = await removeBookmarks(platform.store, (one) => one.profile === profile);
      change(platform, { bookmarks });
      await reloadOwn(platform);
      return {};
    },
    tryDialect: async ({ profile, bucket }, { signal }) => {
      const entered = current();
      const home = homeOf(entered, endpoints.all());
      const place = bucket ?? (home?.profile === profile ? home.bucket : undefined);
      return tryDialect(endpointOf(profile), place, { clock: host.clock, signal });
    },
    addBookmark: async (bookmark) => {
      const { platform } = current();
      endpointOf(bookmark.profile);
      change(platform, { bookmarks: await addBookmark(platform.store, bookmark) });
      return {};
    },
    removeBookmark: async (place) => {
      const { platform } = current();
      const name = `${place.bucket}/${place.prefix}`;
      const bookmarks = await removeBookmarks(platform.store, (one) => isSame(one, place), name);
      change(platform, { bookmarks });
      return {};
    },
  };

  return {
    handlers,
    enter,
    here: () => current().context,
    shown: () => shown(current(), endpoints.all(), host.clock),
    onEnter(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      entering++;
      state.set(undefined);
      listeners.clear();
      endpoints.set(undefined, []);
    },
  };
}

async function loadDialects({ store }: StoragePlatform): Promise<Record<string, KnownDialect>> {
  const stored = (await store.get(dialectsKey))?.value;
  const known = z.record(z.string(), z.unknown()).safeParse(stored).data ?? {};
  return Object.fromEntries(
    Object.entries(known).flatMap(([address, value]) => {
      const { data } = Dialect.partial().safeParse(value);
      return data ? [[address, data as KnownDialect]] : [];
    }),
  );
}

async function loadSeen({ store }: StoragePlatform): Promise<Map<string, string[]>> {
  const prefix = bucketsKey('');
  const kept = await store.kept(prefix);
  const Names = z.array(z.looseObject({ name: z.string() }));
  return new Map(
    await Promise.all(
      kept.map(async ({ key }) => {
        const names = Names.safeParse((await store.get(key))?.value).data ?? [];
        return [key.slice(prefix.length), names.map(({ name }) => name)] as const;
      }),
    ),
  );
}

/** Only AWS wants its own region named; others take it for a placement that they do not have. */
function creation({ host, profile: { region } }: S3Endpoint, bucket: string): CreateBucketCommand {
  const constraint = host.endsWith('.amazonaws.com') && region !== 'us-east-1' ? region : undefined;
  return new CreateBucketCommand({
    Bucket: bucket,
    ...(constraint && { CreateBucketConfiguration: { LocationConstraint: constraint as 'eu-west-3' } }),
  });
}

async function setVersioning(endpoint: S3Endpoint, bucket: string, on: boolean): Promise<void> {
  const body = `<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>${on ? 'Enabled' : 'Suspended'}</Status></VersioningConfiguration>`;
  try {
    const answer = await endpoint.send({
      method: 'PUT',
      bucket,
      query: { versioning: '' },
      body,
      headers: documentHeaders(body, 'application/xml'),
    });
    await answer.text();
  } catch (error) {
    if (isFailure(error) && error.code === 'unsupported')
      throw failure('unsupported', 'The server keeps no versions', {
        reason: 'storage-no-versioning',
        values: { host: endpoint.host },
        ...(error.data.words && { words: error.data.words }),
      });
    throw error;
  }
}
