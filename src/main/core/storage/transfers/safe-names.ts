/** Keys as paths of this laptop: every object gets a place of its own, and none outside of the folder. Pure. */
import { createHash } from 'node:crypto';
import { nameBeside } from './conflict-names.ts';

export interface NameRules {
  readonly windows: boolean;
  /** `A` and `a` are two files here. */
  readonly caseSensitive: boolean;
}

/** While an object comes down, its bytes are in a file that ends so. */
export const partSuffix = '.sardonyx-part';

/** Most bytes of a name, with room for the suffix and a number (ext4, APFS and NTFS have 255). */
const longest = 230;

const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** A name that can exist here, for one part of a key. Source of the Windows rules: Microsoft, Naming Files, Paths, and Namespaces. */
export function safeName(part: string, { windows }: NameRules): string {
  let name = part.toWellFormed().replace(/[\0/]/g, '_');
  if (windows) {
    name = name.replace(/[<>:"\\|?*\x01-\x1f]/g, '_').replace(/[. ]+$/, (end) => '_'.repeat(end.length));
    if (reserved.test(name)) name = `_${name}`;
  }
  if (name === '') return '_';
  if (/^\.+$/.test(name) && name.length <= 2) return '_'.repeat(name.length);
  if (name.endsWith(partSuffix)) name = `${name}_`;
  if (Buffer.byteLength(name) <= longest) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  let kept = '';
  for (const one of name) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(one) > longest - 13) break;
    kept += one;
  }
  return `${kept}~${digest}`;
}

export interface LocalNames {
  /** Relative path (with `/`) for a relative key; `folder`: the key is a folder's own mark and holds nothing. */
  place(relative: string, folder?: boolean): string;
}

/** Gives out places of one download; two keys never get the same one, a file and a folder neither. */
export function createLocalNames(rules: NameRules): LocalNames {
  const fold = (path: string) => (rules.caseSensitive ? path : path.normalize('NFC').toLowerCase());
  const files = new Set<string>();
  /** Folders by how keys name them. */
  const folders = new Map<string, string>();
  const folderPlaces = new Set<string>();

  function folderFor(parts: readonly string[]): string {
    let key = '';
    let place = '';
    for (const part of parts) {
      key += `${part}/`;
      const known = folders.get(key);
      if (known !== undefined) {
        place = known;
        continue;
      }
      let next = `${place}${safeName(part, rules)}`;
      if (files.has(fold(next))) next = nameBeside(next, (one) => files.has(fold(one)));
      // Folders whose names differ in case only, or that became alike, are one: their files are kept apart.
      folderPlaces.add(fold(next));
      place = `${next}/`;
      folders.set(key, place);
    }
    return place;
  }

  return {
    place(relative, folder = false) {
      const parts = relative.split('/');
      if (folder) return folderFor(parts.at(-1) === '' ? parts.slice(0, -1) : parts).replace(/\/$/, '');
      const last = parts.pop() ?? '';
      const parent = folderFor(parts);
      const wanted = `${parent}${safeName(last, rules)}`;
      const taken = (path: string) => files.has(fold(path)) || folderPlaces.has(fold(path));
      const place = taken(wanted) ? nameBeside(wanted, taken) : wanted;
      files.add(fold(place));
      return place;
    },
  };
}
