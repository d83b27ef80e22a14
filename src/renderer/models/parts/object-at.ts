/** Objects of the storage by their typed address. Pure. */
import type { ObjectRef, Profile } from '../../../shared/contract/storage/places.ts';

/**
 * The object of `s3://bucket/key`, in the first profile, or of `profile / bucket / key`; undefined while a part is missing
 * or a folder is named.
 */
export function objectAt(
  text: string,
  profiles: readonly Pick<Profile, 'id' | 'name'>[],
): Omit<ObjectRef, 'versionId'> | undefined {
  const address = /^\s*s3:\/\/([^/\s]+)\/(.*\S)\s*$/i.exec(text);
  const typed = address ? undefined : /^\s*([^/]+?)\s*\/\s*([^/\s]+)\s*\/\s*(.*\S)\s*$/.exec(text);
  const profile = address
    ? profiles[0]
    : profiles.find(({ id, name }) => id === typed?.[1] || name === typed?.[1]);
  const [bucket, key] = address ? [address[1], address[2]] : [typed?.[2], typed?.[3]];
  if (!profile || !bucket || !key || key.endsWith('/')) return undefined;
  return { profile: profile.id, bucket, key };
}

/** The bucket and folder of an `s3://` address, to open it in the storage; undefined for any other address. */
export function folderAt(address: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const found = /^s3:\/\/([^/]+)\/?(.*)$/i.exec(address);
  if (!found?.[1]) return undefined;
  const key = found[2] ?? '';
  return { bucket: found[1], prefix: key === '' || key.endsWith('/') ? key : `${key}/` };
}
