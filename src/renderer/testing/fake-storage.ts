/** Places, listings and objects in memory, for pictures and tests of the interface. */
import { failure, type FailureData } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type {
  Arrangement,
  ListingState,
  Row,
  Selection,
  listingOperations,
} from '../../shared/contract/storage/listing.ts';
import type {
  ObjectVersion,
  OpenedFile,
  Publicity,
  objectOperations,
} from '../../shared/contract/storage/objects.ts';
import type { Bucket, Place, Places, placesOperations } from '../../shared/contract/storage/places.ts';
import type { Transfer, Transfers } from '../../shared/contract/storage/transfers.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import type { FakeCore } from './fake-core.ts';
import { arranged, findFrom, knownRows, madeUpRows, type FakeRows } from './fake-listing.ts';
import { now, sampleBuckets, sampleObjects, samplePlaces, type SampleObject } from './sample-storage.ts';

type StorageHandlers = Pick<
  AppHandlers['storage'],
  keyof typeof placesOperations | keyof typeof listingOperations | keyof typeof objectOperations
>;

interface FakeListing {
  readonly rows: FakeRows;
  shown: FakeRows;
  generation: number;
  readonly changed: ReturnType<typeof changing<number>>;
}

/** State that a test sets, and handlers over it. */
export function fakeStorage(calls: FakeCalls) {
  const state = {
    places: changing<Places>(samplePlaces),
    buckets: new Map<string, readonly Bucket[]>([['ssp', sampleBuckets]]),
    bucketsProblem: undefined as FailureData | undefined,
    /** Objects by bucket. */
    objects: new Map<string, SampleObject[]>(Object.entries(sampleObjects())),
    /** Rows of the made-up prefix `million/`. */
    million: 1_000_000,
    /** How a listing ends, or where it stands still. */
    listing: 'done' as 'done' | 'slow' | 'failed' | 'never' | 'stored',
    listingFailure: undefined as FailureData | undefined,
    publicity: { state: 'private' } as Publicity,
    opened: changing<OpenedFile[]>([]),
    /** How many listings are open. */
    open: 0,
  };
  const listings = new Map<string, FakeListing>();
  let next = 0;

  const objectsIn = (bucket: string) => state.objects.get(bucket) ?? [];
  const rowsOf = (place: Place, recursive: boolean, versions: boolean): FakeRows => {
    if (place.prefix === 'million/') return madeUpRows(state.million, place.prefix, now);
    const below = objectsIn(place.bucket).filter((one) => one.key.startsWith(place.prefix));
    const folders = new Map<string, Row>();
    const objects: Row[] = [];
    for (const one of below) {
      if (one.deleted && !versions) continue;
      const name = one.key.slice(place.prefix.length);
      const slash = name.indexOf('/');
      if (slash >= 0 && !recursive) {
        const folder = name.slice(0, slash + 1);
        folders.set(folder, { kind: 'folder', name: folder, key: place.prefix + folder });
        continue;
      }
      if (name === '') continue;
      const { key, size, modified } = one;
      const row: Row = {
        kind: 'object',
        name,
        key,
        size,
        modified,
        storageClass: 'STANDARD',
        owner: 'alice',
        etag: one.etag,
      };
      if (!versions) objects.push(row);
      else
        objects.push(
          ...one.versions.map((version, index): Row => ({
            ...row,
            ...(version.size === undefined ? {} : { size: version.size }),
            modified: version.modified,
            version: { id: version.versionId, latest: index === 0, deleted: version.deleted },
          })),
        );
    }
    const byName = (a: Row, b: Row) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    return knownRows([...[...folders.values()].toSorted(byName), ...objects.toSorted(byName)]);
  };
  const listingOf = (id: string): FakeListing => {
    const found = listings.get(id);
    if (!found) throw failure('not-found', 'This listing was closed', { reason: 'listing-closed' });
    return found;
  };
  const arrange = (listing: FakeListing, arrangement: Arrangement) => {
    listing.shown = arranged(listing.rows, arrangement);
    listing.generation += 1;
    listing.changed.set(listing.generation);
  };
  const stateOf = (id: string, listing: FakeListing, share: number): ListingState => {
    const matching = Math.floor(listing.shown.count * share);
    const few = listing.shown.count <= 10_000;
    const rows = few ? Array.from({ length: matching }, (_, index) => listing.shown.at(index)) : [];
    return {
      id,
      state: share < 1 ? 'listing' : 'done',
      count: Math.floor(listing.rows.count * share),
      matching,
      folders: rows.filter((row) => row.kind === 'folder').length,
      bytes: few ? rows.reduce((sum, row) => sum + (row.size ?? 0), 0) : matching * 5_000_000,
      generation: listing.generation,
    };
  };
  /** The objects that a selection means. */
  const selected = (selection: Selection): SampleObject[] => {
    if (selection.kind === 'listing') {
      const { shown } = listingOf(selection.id);
      const keys = Array.from(
        { length: Math.min(shown.count, 10_000) },
        (_, index) => shown.at(index).key,
      ).filter((key) => !selection.except.includes(key));
      return [...state.objects.values()].flat().filter((one) => !one.deleted && means(keys, one.key));
    }
    return objectsIn(selection.bucket).filter((one) => !one.deleted && means(selection.keys, one.key));
  };
  const known = (bucket: string, key: string): SampleObject => {
    const found = objectsIn(bucket).find((one) => one.key === key && !one.deleted);
    if (!found) throw failure('not-found', `no ${key}`);
    return found;
  };

  const handlers: StorageHandlers = {
    places: (_, { signal }) => state.places.follow(signal),
    buckets: async (input) => {
      calls.note('storage.buckets', input);
      return {
        buckets: [...(state.buckets.get(input.profile) ?? [])],
        state: state.listing === 'stored' ? 'stored' : 'live',
        asOf: now - 20 * 60_000,
        ...(state.bucketsProblem ? { problem: state.bucketsProblem } : {}),
      };
    },
    createBucket: async (input) => {
      calls.note('storage.createBucket', input);
      const before = state.buckets.get(input.profile) ?? [];
      state.buckets.set(input.profile, [
        ...before,
        { name: input.bucket, owner: 'mine', createdAt: now, versioning: input.versioning ? 'on' : 'off' },
      ]);
      return {};
    },
    removeBucket: async (input) => {
      calls.note('storage.removeBucket', input);
      if (objectsIn(input.bucket).length > 0)
        throw failure('conflict', 'The bucket is not empty', { words: 'BucketNotEmpty' });
      const before = state.buckets.get(input.profile) ?? [];
      state.buckets.set(
        input.profile,
        before.filter((one) => one.name !== input.bucket),
      );
      return {};
    },
    setVersioning: calls.done('storage.setVersioning'),
    saveProfile: async (input) => {
      calls.note('storage.saveProfile', input);
      const id = input.id ?? 'own-1';
      const places = state.places.get();
      state.places.set({
        ...places,
        profiles: [
          ...places.profiles.filter((one) => one.id !== id),
          {
            id,
            name: input.name,
            endpoint: input.endpoint,
            region: input.region,
            pathStyle: input.pathStyle,
            kind: input.accessKeyId || input.id ? 'own' : 'anonymous',
          },
        ],
      });
      return { id };
    },
    removeProfile: calls.done('storage.removeProfile'),
    tryDialect: async (input) => {
      calls.note('storage.tryDialect', input);
      return {
        product: 'MinIO',
        checksums: true,
        deleteObjects: true,
        policies: true,
        versioning: true,
        conditionalWrites: true,
        triedAt: Date.now(),
      };
    },
    addBookmark: async (input) => {
      calls.note('storage.addBookmark', input);
      const places = state.places.get();
      state.places.set({ ...places, bookmarks: [...places.bookmarks, { ...input, from: 'own' }] });
      return {};
    },
    removeBookmark: async (input) => {
      calls.note('storage.removeBookmark', input);
      const places = state.places.get();
      state.places.set({
        ...places,
        bookmarks: places.bookmarks.filter(
          (one) => one.bucket !== input.bucket || one.prefix !== input.prefix,
        ),
      });
      return {};
    },

    async *list(input, { signal }) {
      calls.note('storage.list', input);
      if (state.listing === 'never') await aborted(signal);
      const id = `listing-${(next += 1)}`;
      const rows = rowsOf(input, input.recursive, input.versions);
      const listing: FakeListing = {
        rows,
        shown: arranged(rows, input.arrangement),
        generation: 1,
        changed: changing(1),
      };
      listings.set(id, listing);
      state.open += 1;
      signal.addEventListener('abort', () => {
        listings.delete(id);
        state.open -= 1;
      });
      const whole = stateOf(id, listing, 1);
      if (state.listing === 'slow') yield stateOf(id, listing, 0.214);
      else if (state.listing === 'failed')
        yield {
          ...stateOf(id, listing, 0.5),
          state: 'failed',
          ...(state.listingFailure ? { failure: state.listingFailure } : {}),
        };
      else if (state.listing === 'stored') yield { ...whole, asOf: now - 20 * 60_000 };
      else {
        if (rows.count > 10_000) for (const share of [0.01, 0.3, 0.7]) yield stateOf(id, listing, share);
        for await (const _ of listing.changed.follow(signal)) yield stateOf(id, listing, 1);
      }
      await aborted(signal);
    },
    rows: async ({ id, from, count }) => {
      calls.note('storage.rows', { id, from, count });
      const { shown, generation } = listingOf(id);
      const to = Math.min(shown.count, from + count);
      return {
        rows: Array.from({ length: Math.max(0, to - from) }, (_, index) => shown.at(from + index)),
        generation,
      };
    },
    arrange: async ({ id, ...arrangement }) => {
      calls.note('storage.arrange', { id, ...arrangement });
      const listing = listingOf(id);
      arrange(listing, arrangement);
      return { matching: listing.shown.count };
    },
    find: async ({ id, text, from }) => ({ index: findFrom(listingOf(id).shown, text, from) }),
    indexOf: async ({ id, key }) => {
      const { shown } = listingOf(id);
      const made = /^million\/observation-(\d+)\.parquet$/.exec(key);
      if (made && shown.at(Number(made[1]))?.key === key) return { index: Number(made[1]) };
      for (let index = 0; index < Math.min(shown.count, 100_000); index += 1)
        if (shown.at(index).key === key) return { index };
      return { index: -1 };
    },
    async *measure({ selection }, { signal }) {
      calls.note('storage.measure', selection);
      const found = selected(selection);
      const bytes = found.reduce((sum, one) => sum + one.size, 0);
      yield { objects: Math.floor(found.length / 2), bytes: Math.floor(bytes / 2), done: false };
      if (state.listing === 'slow') await aborted(signal);
      yield { objects: found.length, bytes, done: true };
    },

    details: async (input) => {
      calls.note('storage.details', input);
      const one = known(input.bucket, input.key);
      return {
        size: one.size,
        modified: one.modified,
        etag: one.etag,
        contentType: /\.(md|txt|R|py|csv)$/.test(one.key)
          ? 'text/plain; charset=utf-8'
          : 'application/octet-stream',
        storageClass: 'STANDARD',
        versionId: one.versions[0]?.versionId ?? 'null',
        encryption: 'AES256',
        checksum: { algorithm: 'CRC64NVME', value: 'pHuZbSZ5eMw=' },
        metadata: one.metadata,
        tags: one.tags,
      };
    },
    versions: async (input) => {
      calls.note('storage.versions', input);
      const one = objectsIn(input.bucket).find((each) => each.key === input.key);
      return one ? [...one.versions] : [];
    },
    setTags: async (input) => {
      calls.note('storage.setTags', input);
      known(input.bucket, input.key).tags = input.tags;
      return {};
    },
    setMetadata: async (input) => {
      calls.note('storage.setMetadata', input);
      known(input.bucket, input.key).metadata = input.metadata;
      return {};
    },
    restoreVersion: async (input) => {
      calls.note('storage.restoreVersion', input);
      const one = objectsIn(input.bucket).find((each) => each.key === input.key);
      if (one) {
        one.deleted = false;
        one.versions = one.versions
          .filter((each) => !each.deleted)
          .map((each): ObjectVersion => ({ ...each, latest: each.versionId === input.versionId }));
      }
      return {};
    },
    createFolder: async (input) => {
      calls.note('storage.createFolder', input);
      const key = `${input.prefix}${input.name}/`;
      objectsIn(input.bucket).push(sampleObject(key, 0));
      return { key };
    },
    presign: async (input) => {
      calls.note('storage.presign', input);
      const end = Date.now() + input.seconds * 1_000;
      const keysEnd = now + 6 * 3_600_000;
      return {
        address: `https://minio.sspcloud.fr/${input.bucket}/${encodeURI(input.key)}?X-Amz-Signature=3f1d`,
        expiresAt: Math.min(end, keysEnd),
        shortenedByKeys: end > keysEnd,
      };
    },
    publicity: async (input) => (calls.note('storage.publicity', input), state.publicity),
    setPublic: async (input) => {
      calls.note('storage.setPublic', input);
      state.publicity = input.on
        ? { state: 'public', address: `https://minio.sspcloud.fr/${input.bucket}/${input.prefix}` }
        : { state: 'private' };
      return state.publicity;
    },
    readText: async (input) => {
      calls.note('storage.readText', input);
      const one = known(input.bucket, input.key);
      return { text: one.text, encoding: 'utf-8', newline: '\n', etag: one.etag };
    },
    writeText: async (input) => {
      calls.note('storage.writeText', input);
      const found = objectsIn(input.bucket).find((one) => one.key === input.key && !one.deleted);
      if (found && found.etag !== input.etag && !input.force)
        throw failure('conflict', 'The object changed', { reason: 'object-changed' });
      const etag = `"${(next += 1)}"`;
      if (found)
        Object.assign(found, { text: input.text, size: input.text.length, etag, modified: Date.now() });
      else
        objectsIn(input.bucket).push({
          ...sampleObject(input.key, input.text.length),
          text: input.text,
          etag,
        });
      return { etag };
    },
    openLocally: async (input) => {
      calls.note('storage.openLocally', input);
      const id = `opened-${(next += 1)}`;
      state.opened.set([
        ...state.opened.get(),
        { id, object: input, file: `/home/alice/.cache/${input.key}`, state: 'open' },
      ]);
      return { id, file: `/home/alice/.cache/${input.key}` };
    },
    openedFiles: (_, { signal }) => state.opened.follow(signal),
    settleOpenedFile: async (input) => {
      calls.note('storage.settleOpenedFile', input);
      state.opened.set(
        state.opened
          .get()
          .map((one) => (one.id === input.id ? { ...one, state: 'saved', savedAt: now } : one)),
      );
      return {};
    },
    closeOpenedFile: async (input) => {
      calls.note('storage.closeOpenedFile', input);
      state.opened.set(state.opened.get().filter((one) => one.id !== input.id));
      return {};
    },
  };
  return { state: Object.assign(state, { selected }), handlers };
}

/** Whether keys and prefixes mean an object. */
function means(keys: readonly string[], key: string): boolean {
  return keys.some((one) => one === key || ((one === '' || one.endsWith('/')) && key.startsWith(one)));
}

/** An object with what most of them have. */
function sampleObject(key: string, size: number): SampleObject {
  const modified = Date.now();
  return {
    key,
    size,
    modified,
    etag: `"${key.length}${size}"`,
    deleted: false,
    text: '',
    metadata: {},
    tags: {},
    versions: [{ versionId: 'v1', latest: true, deleted: false, modified, size }],
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Gives the fake core transfers that act at once on the objects of `fakeStorage`: deletion, undo, renaming, copies. */
export function actOnObjects(fake: FakeCore): { readonly transfers: ReturnType<typeof changing<Transfers>> } {
  const transfers = changing<Transfers>({
    transfers: [],
    active: 0,
    up: 0,
    down: 0,
    limits: {},
    awake: false,
  });
  const undos = new Map<string, () => void>();
  let next = 0;
  const { objects, selected } = fake.storage;
  const note = (name: string, input: unknown) => {
    fake.state.calls.push({ name, input });
    const data = fake.state.failing.get(name);
    if (data) throw failure(data.code, data.message, data);
  };
  const begin = (kind: Transfer['kind'], bucket: string, files: number, undo?: () => void) => {
    const id = `transfer-${(next += 1)}`;
    if (undo) undos.set(id, undo);
    const transfer: Transfer = {
      id,
      kind,
      name: '',
      from: `s3://${bucket}/`,
      state: 'running',
      counting: false,
      files: { done: 0, total: files, failed: 0, skipped: 0 },
      bytes: { done: 0, total: 0 },
      canUndo: false,
      startedAt: Date.now(),
    };
    const all = transfers.get();
    transfers.set({ ...all, transfers: [transfer, ...all.transfers] });
    queueMicrotask(() => {
      const now = transfers.get();
      transfers.set({
        ...now,
        transfers: now.transfers.map((one) =>
          one.id === id
            ? {
                ...one,
                state: 'done',
                canUndo: undo !== undefined,
                endedAt: Date.now(),
                files: { ...one.files, done: files },
              }
            : one,
        ),
      });
    });
    return { id };
  };
  const bucketOf = (one: SampleObject) => [...objects].find(([, all]) => all.includes(one))?.[0] ?? '';
  const copied = (selection: Selection, to: Place): (readonly [SampleObject, SampleObject])[] =>
    selected(selection).map(
      (one) => [one, { ...one, key: `${to.prefix}${one.key.split('/').at(-1) ?? ''}` }] as const,
    );

  Object.assign(fake.handlers.storage, {
    transfers: (_: unknown, { signal }: { signal: AbortSignal }) => transfers.follow(signal),
    upload: async (input: { to: Place }) => (
      note('storage.upload', input),
      begin('upload', input.to.bucket, 1)
    ),
    download: async (input: unknown) => (note('storage.download', input), begin('download', '', 1)),
    remove: async (input: { selection: Selection; versions: boolean }) => {
      note('storage.remove', input);
      const gone = selected(input.selection);
      const bucket = gone[0] ? bucketOf(gone[0]) : '';
      for (const one of gone) one.deleted = true;
      return begin('delete', bucket, gone.length, () => gone.forEach((one) => (one.deleted = false)));
    },
    undo: async (input: { id: string }) => {
      note('storage.undo', input);
      undos.get(input.id)?.();
      return begin(
        'delete',
        transfers
          .get()
          .transfers.find((one) => one.id === input.id)
          ?.from.slice(5, -1) ?? '',
        1,
      );
    },
    rename: async (input: { bucket: string; key: string; name: string }) => {
      note('storage.rename', input);
      const one = (objects.get(input.bucket) ?? []).find((each) => each.key === input.key);
      const old = input.key;
      if (one) one.key = `${old.slice(0, old.lastIndexOf('/') + 1)}${input.name}`;
      return begin('move', input.bucket, 1, () => one && (one.key = old));
    },
    copy: async (input: { selection: Selection; to: Place }) => {
      note('storage.copy', input);
      objects.get(input.to.bucket)?.push(...copied(input.selection, input.to).map(([, made]) => made));
      return begin('copy', input.to.bucket, 1);
    },
    move: async (input: { selection: Selection; to: Place }) => {
      note('storage.move', input);
      for (const [one, made] of copied(input.selection, input.to)) {
        one.deleted = true;
        objects.get(input.to.bucket)?.push(made);
      }
      return begin('move', input.to.bucket, 1);
    },
  });
  return { transfers };
}
