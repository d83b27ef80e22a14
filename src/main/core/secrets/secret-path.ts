/** Paths of secrets below the project's folder. All pure. */
import { failure } from '../../../shared/contract/errors.ts';

/** The folder in which Onyxia keeps its settings; its web app fails where one of them is damaged. */
const settingsFolder = '.onyxia/';

/**
 * The path below the mount.
 * @throws Failure `invalid-input` for a path that Vault, or the way to it, would read as another: empty parts, `.` and
 * `..` (an address is normalised before it is sent), control characters.
 */
export function fullPath(folder: string, path: string): string {
  const parts = path.replace(/\/$/, '').split('/');
  const isRoot = path === '';
  // oxlint-disable-next-line no-control-regex -- These are what is looked for.
  const isWrong = (part: string) => /^\.{0,2}$|[\u0000-\u001f\u007f]|^\s|\s$/u.test(part);
  if (!isRoot && parts.some(isWrong))
    throw failure('invalid-input', 'This cannot be the name of a secret', {
      reason: 'secret-name',
      values: { name: path },
      field: 'path',
    });
  return [folder.replace(/\/+$/, ''), ...(isRoot ? [] : parts)].join('/');
}

/** The path of a secret that is to be changed. @throws Failure `invalid-input`; `forbidden` for Onyxia's settings. */
export function changeablePath(folder: string, path: string): string {
  const name = nameOf(path);
  if (path === '' || path.endsWith('/'))
    throw failure('invalid-input', 'A folder is no secret', {
      reason: 'secret-name',
      values: { name: path },
      field: 'path',
    });
  if (path.startsWith(settingsFolder))
    throw failure('forbidden', `${name} is a setting of Onyxia`, {
      reason: 'secret-of-onyxia',
      values: { name },
    });
  return fullPath(folder, path);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.replace(/\/$/, '').split('/').at(-1) ?? path;
}
