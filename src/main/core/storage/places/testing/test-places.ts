/** Places for tests: alice works with a test store, on a real database in a temporary folder. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Places as PlacesState } from '../../../../../shared/contract/storage/places.ts';
import { Region } from '../../../platform/onyxia/types.ts';
import { createFixedProfile, type StsCredentials, type StsProfile } from '../../../platform/s3/sts.ts';
import type { TestStore } from '../../../platform/s3/testing/stores.ts';
import { createCommandLog } from '../../../shell/commands.ts';
import { openDatabases } from '../../../store/database.ts';
import type { StoragePlatform, StorageSurroundings } from '../../storage-context.ts';
import { createPlaces, type Places } from '../places.ts';

export interface TestPlaces extends AsyncDisposable {
  readonly places: Places;
  readonly handlers: Places['handlers'];
  readonly surroundings: StorageSurroundings;
  readonly rootKeys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The keychain. */
  readonly secrets: Map<string, string>;
  /** Files that were opened in a program of this laptop. */
  readonly opened: string[];
  readonly folder: string;
  /** Enters again, with changes; undefined signs out. `keys: undefined` makes the platform's profile unsigned. */
  enter(
    changes: (Partial<StoragePlatform> & { keys?: StsCredentials | undefined }) | undefined,
  ): Promise<void>;
  /** What the screens are told at this moment. */
  now(): Promise<PlacesState>;
  /** `state text` of each command shown. */
  commands(): string[];
  /** Every document of the store. */
  stored(): Promise<unknown[]>;
  /** The laptop wakes up. */
  resume(): void;
  /** A fresh name for a bucket; whoever makes it removes it. */
  name(start: string): string;
}

export async function openTestPlaces(store: TestStore): Promise<TestPlaces> {
  const folder = await mkdtemp(join(tmpdir(), 'sardonyx-places-'));
  await mkdir(join(folder, 'files'), { mode: 0o700 });
  const databases = openDatabases(join(folder, 'stores'));
  const personal = databases.open('test', 'alice');
  const root = await store.endpoint.credentials();
  if (!root) throw new Error('The store has no keys');
  const profile = { ...store.endpoint.profile, name: 'default' };
  const secrets = new Map<string, string>();
  const opened: string[] = [];
  const wakers = new Set<() => void>();
  const commands = createCommandLog(Date.now);
  const surroundings: StorageSurroundings = {
    host: {
      clock: Date.now,
      temporaryFolder: folder,
      secrets: {
        kind: 'memory',
        get: async (key) => secrets.get(key),
        set: async (key, value) => void secrets.set(key, value),
        delete: async (key) => void secrets.delete(key),
        keys: async (prefix) => [...secrets.keys()].filter((key) => key.startsWith(prefix)),
      },
      openFile: async (file) => void opened.push(file),
      keepAwake: async () => undefined,
      onResume(listener) {
        wakers.add(listener);
        return () => wakers.delete(listener);
      },
    },
    commands,
    notifications: { add: () => {} },
    report: (error) => {
      throw error;
    },
  };
  const places = createPlaces(surroundings);
  const fixed = createFixedProfile(profile, root, Date.now);
  const platform: StoragePlatform = {
    key: 'test/alice',
    platformId: 'test',
    userName: 'alice',
    project: { id: 'user-alice', name: 'personal', namespace: 'user-alice' },
    profiles: [fixed],
    region: Region.parse({
      id: 'test',
      services: { groupNamespacePrefix: 'projet-' },
      data: {
        S3: {
          URL: profile.endpoint,
          bookmarks: [
            { s3Uri: 's3://$1/', title: 'Personal', claimName: 'preferred_username' },
            {
              s3Uri: 's3://$1/',
              title: { en: 'Group $1', fr: 'Groupe $1' },
              claimName: 'groups',
              includedClaimPattern: '^(projet-.+)$',
            },
          ],
        },
      },
    }),
    claims: () => ({ preferred_username: 'alice', groups: ['projet-nace'] }),
    network: store.network,
    store: personal,
    folder: join(folder, 'files'),
    forbidsLocalCopies: false,
    forbidsExports: false,
  };
  const enter: TestPlaces['enter'] = async (changes) => {
    if (!changes) return places.enter(undefined);
    const { keys, ...rest } = changes;
    // What the server answers to an unsigned request is what it answers to a person without rights.
    const unsigned = { profile, credentials: async () => keys } as unknown as StsProfile;
    await places.enter({
      ...platform,
      ...('keys' in changes && { profiles: [unsigned] }),
      ...rest,
    });
  };
  await enter({});
  const stop = new AbortController();
  return {
    places,
    handlers: places.handlers,
    surroundings,
    rootKeys: { accessKeyId: root.accessKeyId, secretAccessKey: root.secretAccessKey },
    secrets,
    opened,
    folder: join(folder, 'files'),
    enter,
    async now() {
      for await (const state of places.handlers.places({}, { signal: stop.signal }))
        return state as PlacesState;
      throw new Error('The stream ended');
    },
    commands: () => commands.list.get().map(({ state, text }) => `${state} ${text}`),
    stored: async () =>
      Promise.all((await personal.kept('')).map(async ({ key }) => [key, (await personal.get(key))?.value])),
    resume: () => {
      for (const wake of wakers) wake();
    },
    name: (start) => `${start}-${randomBytes(5).toString('hex')}`,
    async [Symbol.asyncDispose]() {
      stop.abort();
      places.close();
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
