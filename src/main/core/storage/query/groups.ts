/** The tables of a statement with their objects: those over the same objects are one group, for which fetching is decided once. Pure. */
import type { FileMetaData } from 'hyparquet';
import type { CachedObject } from './object-cache.ts';
import { columnNames, columnRanges, type Range } from './parquet-ranges.ts';
import { hiveColumns, meantColumns, type Plan, type Scan } from './plan.ts';
import type { Source, SourceKind } from './sources.ts';

export interface Group {
  readonly kind: SourceKind;
  readonly unionByName: boolean;
  /** The readers take its bytes as text in UTF-8. */
  readonly isText: boolean;
  readonly objects: readonly CachedObject[];
}

/** A table of the statement and, for each of its names, the objects. */
export interface Table {
  readonly source: Source;
  readonly objects: readonly (readonly CachedObject[])[];
}

/** Joins tables over the same objects. */
export function groupsOf(tables: readonly Table[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { source, objects: lists } of tables) {
    const objects = lists.flat();
    const isText = /^read_(csv|json|ndjson)/.test(source.reader) && !source.hasEncoding;
    const key = JSON.stringify([source.kind, isText, source.unionByName, objects.map(({ file }) => file)]);
    groups.set(key, {
      kind: source.kind,
      unionByName: source.unionByName,
      isText,
      objects,
    });
  }
  return [...groups.values()];
}

/** Names of all columns that a scan of a group may speak of. */
export function knownColumns(group: Group, footers: readonly FileMetaData[]): string[] {
  return [
    ...new Set([
      ...footers.flatMap(columnNames),
      ...hiveColumns(group.objects[0]?.identity.key ?? ''),
      ...['filename', 'file_row_number', 'file_index'],
    ]),
  ];
}

/** Which groups a scan may be about: those that know all of its columns. */
function candidates(scan: Scan, known: ReadonlyMap<Group, readonly string[]>): Group[] {
  const fits = [...known].filter(([, names]) => meantColumns(scan.columns, names)).map(([group]) => group);
  if (!scan.files) return fits;
  const sameCount = fits.filter(({ objects }) => objects.length === scan.files?.of);
  return sameCount.length > 0 ? sameCount : fits;
}

/** The columns that are needed of each group; undefined: all, because it is not certain. */
export function neededColumns(
  plan: Plan,
  known: ReadonlyMap<Group, readonly string[]>,
): Map<Group, ReadonlySet<string> | undefined> {
  const needed = new Map<Group, Set<string> | undefined>();
  for (const group of known.keys()) needed.set(group, new Set());
  for (const scan of plan.scans) {
    const groups = candidates(scan, known);
    if (groups.length === 0) for (const group of known.keys()) needed.set(group, undefined);
    for (const group of groups) {
      const meant = meantColumns(scan.columns, known.get(group) ?? []);
      const before = needed.get(group);
      needed.set(group, before && meant && new Set([...before, ...meant]));
    }
  }
  return needed;
}

/** For each group the conditions of its scans on file names, one a scan; groups of which a scan reads every file are left out. */
export function fileConditions(
  plan: Plan,
  known: ReadonlyMap<Group, readonly string[]>,
): Map<Group, readonly Scan[]> {
  const scans = new Map<Group, Scan[]>();
  const all = new Set<Group>();
  for (const scan of plan.scans) {
    const groups = candidates(scan, known);
    const [only] = groups;
    if (groups.length === 0) return new Map();
    if (groups.length === 1 && only && scan.fileFilters && scan.files)
      scans.set(only, [...(scans.get(only) ?? []), scan]);
    else for (const group of groups) all.add(group);
  }
  for (const group of all) scans.delete(group);
  return scans;
}

/** How many row groups from the first on, file by file, hold so many rows. */
export function firstRowGroups(footers: readonly (FileMetaData | undefined)[], rows: number): number[] {
  let left = rows;
  return footers.map((footer) => {
    let groups = 0;
    for (const group of footer?.row_groups ?? []) {
      if (left <= 0) break;
      groups += 1;
      left -= Number(group.num_rows);
    }
    return groups;
  });
}

/** What is needed of a file. */
export function neededRanges(
  object: CachedObject,
  footer: FileMetaData | undefined,
  columns: ReadonlySet<string> | undefined,
  rowGroups?: number,
): Range[] {
  const { size } = object.identity;
  return footer ? columnRanges(footer, size, columns, rowGroups) : [{ start: 0, end: size }];
}
