/** What can be done with what is selected, and why not when it cannot. One table for buttons, menu and keys. Pure. */
import type { Row } from '../../../../shared/contract/storage/listing.ts';

export const actionGroups = [
  ['open', 'openLocally', 'edit', 'query'],
  ['download', 'share', 'copyAddress', 'snippets'],
  ['copy', 'cut', 'paste', 'copyTo', 'moveTo', 'rename'],
  ['size', 'publish', 'bookmark'],
  ['remove', 'removeVersions'],
] as const;
/** About the place itself, whatever is selected. */
export const placeGroups = [
  ['upload', 'newFolder', 'paste', 'synchronise'],
  ['query', 'snippets', 'copyAddress'],
  ['size', 'publish', 'bookmark'],
  ['orphans', 'removeBucket'],
] as const;
export type ActionName = (typeof actionGroups)[number][number] | (typeof placeGroups)[number][number];

/** Keys within the list, as `describePress` writes them. */
export const actionKeys: Partial<Record<ActionName, string>> = {
  open: 'enter',
  copy: 'mod+c',
  cut: 'mod+x',
  paste: 'mod+v',
  rename: 'f2',
  remove: 'delete',
  removeVersions: 'shift+delete',
  newFolder: 'alt+n',
};

export interface ActionWorld {
  /** How many rows the action is about; 0: the place itself. */
  readonly count: number;
  /** The one row, when it is exactly one. */
  readonly single: Row | undefined;
  readonly hasFolders: boolean;
  /** Old versions or deleted ones are among them. */
  readonly hasVersions: boolean;
  readonly isOffline: boolean;
  readonly forbidsLocalCopies: boolean;
  readonly forbidsExports: boolean;
  readonly clipboard: number;
  readonly isBookmarked: boolean;
}

export type Obstacle =
  | 'offline'
  | 'one'
  | 'object'
  | 'folder'
  | 'some'
  | 'clipboard'
  | 'copies'
  | 'exports'
  | 'text'
  | 'newest'
  | 'table'
  | 'bookmarked';

interface Demand {
  /** `one` row, `some` rows, an `object`, a `folder` or the place, anything. */
  readonly about: 'one' | 'some' | 'object' | 'folder' | 'any';
  readonly offline?: true;
  readonly newest?: true;
}

const demands: Record<ActionName, Demand> = {
  open: { about: 'one', offline: true },
  openLocally: { about: 'object' },
  edit: { about: 'object', newest: true },
  query: { about: 'any', offline: true, newest: true },
  download: { about: 'some' },
  share: { about: 'object' },
  copyAddress: { about: 'any', offline: true },
  snippets: { about: 'any', offline: true },
  copy: { about: 'some', offline: true },
  cut: { about: 'some', offline: true, newest: true },
  paste: { about: 'any' },
  copyTo: { about: 'some' },
  moveTo: { about: 'some', newest: true },
  rename: { about: 'one', newest: true },
  size: { about: 'any' },
  publish: { about: 'folder' },
  bookmark: { about: 'folder', offline: true },
  remove: { about: 'some' },
  removeVersions: { about: 'some' },
  upload: { about: 'any', offline: true },
  newFolder: { about: 'any' },
  synchronise: { about: 'any' },
  orphans: { about: 'any' },
  removeBucket: { about: 'any' },
};

/** Kinds that are text whatever the server calls them. */
const textual =
  /\.(txt|md|csv|tsv|json|jsonl|ndjson|geojson|ya?ml|toml|ini|cfg|conf|xml|html?|css|js|ts|tsx|py|r|rmd|qmd|sql|sh|bash|do|sas|jl|tex|bib|log|env|properties|gitignore|dockerfile)$/i;
const tabular = /\.(parquet|csv|tsv|json|jsonl|ndjson|geojson)(\.gz|\.zst)?$/i;
export const mostEditable = 5 * 2 ** 20;

/** Whether an object is edited as text here: by its name, at most 5 MiB. */
export function isEditable(key: string, size: number | undefined): boolean {
  return (
    (textual.test(key) || /(^|\/)(README|LICENSE|Makefile|Dockerfile)$/.test(key)) &&
    (size ?? 0) <= mostEditable
  );
}

/** What stands in the way; undefined when nothing does. */
export function obstacleTo(action: ActionName, world: ActionWorld): Obstacle | undefined {
  const { about, offline, newest } = demands[action];
  const { single } = world;
  if (about === 'some' && world.count === 0) return 'some';
  if (about === 'one' && !single) return 'one';
  if (about === 'object' && single?.kind !== 'object') return 'object';
  if (about === 'folder' && world.count > 0 && single?.kind !== 'folder') return 'folder';
  if (newest && world.hasVersions) return 'newest';
  if (action === 'edit' && single && !isEditable(single.key, single.size)) return 'text';
  if (action === 'query' && single?.kind === 'object' && !tabular.test(single.key)) return 'table';
  if (action === 'size' && single?.kind === 'object') return 'folder';
  if (action === 'paste' && world.clipboard === 0) return 'clipboard';
  if (action === 'openLocally' && world.forbidsLocalCopies) return 'copies';
  if (action === 'download' && world.forbidsExports) return 'exports';
  if (action === 'bookmark' && world.isBookmarked) return 'bookmarked';
  return world.isOffline && !offline ? 'offline' : undefined;
}

/** Obstacles that lie in what is selected: there the action is not even offered in a menu. */
export function isOffered(obstacle: Obstacle | undefined): boolean {
  return (
    obstacle === undefined ||
    obstacle === 'offline' ||
    obstacle === 'copies' ||
    obstacle === 'exports' ||
    obstacle === 'newest'
  );
}
