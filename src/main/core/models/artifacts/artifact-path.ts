/** Paths of artifacts and the addresses that they hang from. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';

/** A path in a folder of artifacts, without slashes at its ends. @throws Failure `artifact-path` for one that leads out of it */
export function cleanPath(path: string): string {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.includes('..') || path.includes('\0'))
    throw failure('invalid-input', 'The path leads out of the artifacts', {
      reason: 'artifact-path',
      field: 'path',
      values: { path },
    });
  return names.join('/');
}

/** One below the other; either may be empty. */
export function joinPath(above: string, below: string): string {
  return [above.replace(/\/+$/, ''), below].filter((one) => one !== '').join('/');
}

/** Bucket and key of `s3://bucket/key` (or `s3a://`); undefined for other addresses. The key has no slash at its end. */
export function objectAddress(address: string): { bucket: string; key: string } | undefined {
  const found = /^s3[an]?:\/\/([^/]+)\/?(.*)$/.exec(address);
  return found?.[1] === undefined
    ? undefined
    : { bucket: found[1], key: (found[2] ?? '').replace(/\/+$/, '') };
}

/** The part of an address below another; undefined where it is not below. */
export function pathBelow(root: string, address: string): string | undefined {
  const above = root.replace(/\/+$/, '');
  if (address === above) return '';
  return above !== '' && address.startsWith(`${above}/`) ? address.slice(above.length + 1) : undefined;
}
