/** Paths of secrets: `projet/db` is a secret, `projet/` a folder, the root is empty. All pure. */

export const settingsFolder = '.onyxia/';

/** The folder that holds a secret or a folder. */
export function folderOf(path: string): string {
  return path.slice(0, path.replace(/\/$/, '').lastIndexOf('/') + 1);
}

/** The folder to list for a path: itself, or the one that holds the secret. */
export function shownFolder(path: string): string {
  return path === '' || path.endsWith('/') ? path : folderOf(path);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.replace(/\/$/, '').split('/').at(-1) ?? '';
}

/** The folders from the root down to `folder`, the root left out. */
export function crumbsOf(folder: string): readonly { readonly name: string; readonly path: string }[] {
  const names = folder.split('/').slice(0, -1);
  return names.map((name, index) => ({ name, path: `${names.slice(0, index + 1).join('/')}/` }));
}

/** True for what Onyxia keeps for itself, which is only looked at. */
export function isSetting(path: string): boolean {
  return path.startsWith(settingsFolder);
}

/** Why a path cannot be given to a secret; undefined when it can. */
export function nameProblem(path: string): 'empty' | 'parts' | 'kept' | undefined {
  if (path.trim() === '') return 'empty';
  if (isSetting(path)) return 'kept';
  // oxlint-disable-next-line no-control-regex -- These are what is looked for.
  const isWrong = (part: string) => /^\.{0,2}$|[\u0000-\u001f\u007f]|^\s|\s$/u.test(part);
  return path.split('/').some(isWrong) ? 'parts' : undefined;
}
