/** The bookmarks that a region gives a person, its templates filled in by the claims of the token. Pure. */
import { fillings } from './storage-profiles.ts';
import { s3Of, type Region } from './types.ts';

export interface RegionBookmark {
  readonly bucket: string;
  /** Empty or ending with a slash. */
  readonly prefix: string;
  readonly title: string;
  readonly titles?: Readonly<Record<string, string>> | undefined;
  /** Address of the store that it is of. */
  readonly endpoint: string;
  /** Names of the profiles by which it is shown, `*` standing for anything; absent: by each of that store. */
  readonly profiles?: readonly string[] | undefined;
}

/**
 * A bookmark with a `claimName` holds once for each value of that claim, as roles do (see `storageProfiles`); one whose address is no
 * `s3://bucket/prefix` is left out, and so is one that came twice. Source: onyxia-api, docs/region-configuration.md.
 */
export function regionBookmarks(region: Region, claims: Readonly<Record<string, unknown>>): RegionBookmark[] {
  const found = s3Of(region).flatMap((store) =>
    (store.bookmarks ?? []).flatMap((template) =>
      fillings(template, claims).flatMap((fill): RegionBookmark[] => {
        const place = parseS3Uri(fill(template.s3Uri));
        if (!place) return [];
        const { title, forProfileName } = template;
        const texts = typeof title === 'string' ? { en: title } : (title ?? {});
        const titles = Object.fromEntries(
          Object.entries(texts).map(([language, text]) => [language, fill(text)]),
        );
        const [first] = Object.values(titles);
        const profiles = typeof forProfileName === 'string' ? [forProfileName] : forProfileName;
        return [
          {
            ...place,
            title: titles['en'] ?? first ?? `${place.bucket}/${place.prefix}`.replace(/\/$/, ''),
            ...(Object.keys(titles).length > 1 && { titles }),
            endpoint: store.URL,
            ...(profiles && { profiles: profiles.map(fill) }),
          },
        ];
      }),
    ),
  );
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** True when a bookmark is shown by a profile. */
export function isShownBy(
  bookmark: RegionBookmark,
  profile: { readonly name: string; readonly endpoint: string },
): boolean {
  const address = (text: string) => text.replace(/\/+$/, '');
  if (address(bookmark.endpoint) !== address(profile.endpoint)) return false;
  return (
    bookmark.profiles?.some((name) => {
      const source = name.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
      return new RegExp(`^${source}$`).test(profile.name);
    }) ?? true
  );
}

/** The bucket and prefix of `s3://bucket/prefix`; the prefix gets the slash that it lacks. Undefined for anything else. */
export function parseS3Uri(text: string): { bucket: string; prefix: string } | undefined {
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9._-]{1,62})(?:\/([^]*))?$/i.exec(text.trim()) ?? [];
  if (bucket === undefined) return undefined;
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}
