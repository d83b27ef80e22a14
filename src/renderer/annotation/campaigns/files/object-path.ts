/** Paths of objects as a person types them: `profile / bucket / key`. Pure. */
import type { ObjectRef, Place, Profile } from '../../../../shared/contract/storage/places.ts';

export interface TypedPath {
  /** Id of the profile; absent while none is named. */
  readonly profile?: string;
  readonly bucket?: string;
  /** What comes after the bucket, as it was typed; empty at the top. */
  readonly key: string;
  /** What is being typed: the profile's name, the bucket's, or something in the bucket. */
  readonly part: 'profile' | 'bucket' | 'key';
  /** What stands of that part. */
  readonly begun: string;
}

type Known = Pick<Profile, 'id' | 'name'>;

const separator = /\s*\/\s*/;
const plain = (text: string) => text.trim().toLocaleLowerCase();

function profileOf(name: string, profiles: readonly Known[]): Known | undefined {
  return (
    profiles.find(({ id }) => id === name.trim()) ?? profiles.find((one) => plain(one.name) === plain(name))
  );
}

/** Reads what was typed; `s3://bucket/key` means the first profile. A profile is taken by its id or its name. */
export function readPath(text: string, profiles: readonly Known[]): TypedPath {
  const address = /^\s*s3[an]?:\/\/(.*)$/is.exec(text);
  const typed = address ? `${profiles[0]?.id ?? ''}/${address[1] ?? ''}` : text;
  const [head = '', ...rest] = cutOff(typed, 2);
  if (rest.length === 0) return { key: '', part: 'profile', begun: head.trim() };
  const profile = profileOf(head, profiles)?.id;
  const [bucket = '', key] = rest;
  const named = profile === undefined ? {} : { profile };
  if (key === undefined) return { ...named, key: '', part: 'bucket', begun: bucket.trim() };
  return { ...named, bucket: bucket.trim(), key, part: 'key', begun: key.slice(key.lastIndexOf('/') + 1) };
}

/** Cuts at the first `most` slashes, with the blanks around them: blanks further on belong to the key. */
function cutOff(text: string, most: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (pieces.length < most) {
    const slash = separator.exec(rest);
    if (!slash) break;
    pieces.push(rest.slice(0, slash.index));
    rest = rest.slice(slash.index + slash[0].length);
  }
  return [...pieces, rest];
}

/** The object of a path; undefined while a part is missing or a folder is named. */
export function objectOf(text: string, profiles: readonly Known[]): Omit<ObjectRef, 'versionId'> | undefined {
  const { profile, bucket, key } = readPath(text, profiles);
  if (profile === undefined || !bucket || key === '' || key.endsWith('/')) return undefined;
  return { profile, bucket, key };
}

/** The folder of a path, which then ends with a slash; undefined while the profile or the bucket is missing. */
export function placeOf(text: string, profiles: readonly Known[]): Place | undefined {
  const { profile, bucket, key, part, begun } = readPath(text, profiles);
  const inside = part === 'bucket' ? begun : bucket;
  if (profile === undefined || !inside) return undefined;
  return { profile, bucket: inside, prefix: key === '' || key.endsWith('/') ? key : `${key}/` };
}

/** A path as it is shown and typed further: the profile by its name, or by its id where the name would mean nothing, or another one. */
export function pathText(
  { profile, bucket, key }: { profile: string; bucket?: string; key?: string },
  profiles: readonly Known[],
): string {
  const name = profiles.find(({ id }) => id === profile)?.name.trim() ?? '';
  const isPlain = name !== '' && !name.includes('/') && profileOf(name, profiles)?.id === profile;
  return [isPlain ? name : profile, bucket, key].filter((part) => part !== undefined).join(' / ');
}

/** A folder in the same way: `SSP Cloud / alice / campaigns/gold/`, or `SSP Cloud / alice` for a whole bucket. */
export function placeText({ profile, bucket, prefix }: Place, profiles: readonly Known[]): string {
  return pathText({ profile, bucket, ...(prefix !== '' && { key: prefix }) }, profiles);
}
