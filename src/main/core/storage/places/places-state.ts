/** What the screens are told of the places, made of what is known. Pure. */
import type { Bookmark, Place, Places as PlacesState } from '../../../../shared/contract/storage/places.ts';
import { isShownBy, regionBookmarks } from '../../platform/onyxia/bookmarks.ts';
import { dialectOf, type KnownDialect } from '../../platform/s3/dialect.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import type { StorageContext, StoragePlatform } from '../storage-context.ts';
import { groupsOf, homeBuckets, type Whose } from './bucket-names.ts';
import type { OwnBookmark } from './own-bookmarks.ts';
import type { OwnProfile } from './own-profiles.ts';

/** A platform with what is known of it. */
export interface Entered {
  readonly platform: StoragePlatform;
  readonly context: StorageContext;
  readonly own: readonly OwnProfile[];
  readonly bookmarks: readonly OwnBookmark[];
  readonly dialects: Readonly<Record<string, KnownDialect>>;
  /** Names of the buckets that were seen, by profile. */
  readonly seen: ReadonlyMap<string, readonly string[]>;
  readonly expiries: ReadonlyMap<string, number>;
}

/** Where nobody is signed in. */
export const nowhere: PlacesState = {
  profiles: [],
  bookmarks: [],
  forbidsLocalCopies: false,
  forbidsExports: false,
};

/** What the screens are told. Pure. */
export function shown(entered: Entered, all: readonly S3Endpoint[], clock: () => number): PlacesState {
  const { platform, dialects, expiries } = entered;
  const home = homeOf(entered, all);
  return {
    profiles: all.map((endpoint) => {
      const { id, kind, profile } = endpoint;
      const dialect = dialects[profile.endpoint] ?? dialectOf(endpoint);
      const expiresAt = expiries.get(id);
      return {
        id,
        kind,
        name: profile.name,
        endpoint: profile.endpoint,
        region: profile.region,
        pathStyle: profile.pathStyle,
        ...(expiresAt !== undefined && { expiresAt }),
        ...(Object.keys(dialect).length > 0 && {
          dialect: { product: 'S3', triedAt: clock(), ...dialect },
        }),
      };
    }),
    bookmarks: bookmarksOf(entered, all),
    ...(home && { home }),
    forbidsLocalCopies: platform.forbidsLocalCopies,
    forbidsExports: platform.forbidsExports,
  };
}

/** The region's bookmarks by the profiles that show them, then the person's own. */
export function bookmarksOf({ platform, bookmarks }: Entered, all: readonly S3Endpoint[]): Bookmark[] {
  const fromRegion = platform.region ? regionBookmarks(platform.region, platform.claims()) : [];
  const regional = all
    .filter(({ kind }) => kind === 'platform')
    .flatMap((endpoint) =>
      fromRegion
        .filter((one) => isShownBy(one, endpoint.profile))
        .map(({ bucket, prefix, title, titles }): Bookmark => {
          return { profile: endpoint.id, bucket, prefix, title, ...(titles && { titles }), from: 'platform' };
        }),
    );
  const known = new Set(all.map(({ id }) => id));
  const own = bookmarks
    .filter(({ profile }) => known.has(profile))
    .map((one): Bookmark => ({ ...one, from: 'own' }));
  return [...regional, ...own];
}

/** The project's bucket if it was seen or is bookmarked, else the likeliest name of it; else the first bookmark of the platform. */
export function homeOf(entered: Entered, all: readonly S3Endpoint[]): Place | undefined {
  const platforms = all.filter(({ kind }) => kind === 'platform');
  const marks = bookmarksOf(entered, all).filter(({ from }) => from === 'platform');
  const names = homeBuckets(whoseOf(entered.platform));
  for (const bucket of names) {
    const profile =
      marks.find((mark) => mark.bucket === bucket)?.profile ??
      platforms.find(({ id }) => entered.seen.get(id)?.includes(bucket))?.id;
    if (profile !== undefined) return { profile, bucket, prefix: '' };
  }
  const [first] = platforms;
  const [name] = names;
  if (first && name !== undefined) return { profile: first.id, bucket: name, prefix: '' };
  const [mark] = marks;
  return mark && { profile: mark.profile, bucket: mark.bucket, prefix: mark.prefix };
}

/** Whose buckets are whose is told by these. */
export function whoseOf(platform: StoragePlatform): Whose {
  const { userName, project, region } = platform;
  return {
    userName,
    project,
    groups: groupsOf(platform.claims()),
    groupPrefix: region?.services?.groupNamespacePrefix,
  };
}
