/** The rows of one listing as a person sees them: folders first, then objects, filtered and sorted. Runs in the worker. */
import type { Arrangement, Row } from '../../../../shared/contract/storage/listing.ts';
import type { ListColumns } from '../../platform/s3/list-columns.ts';
import { rowFlags } from '../../platform/s3/list-row.ts';
import { beginsFolded, folded, nameFilter, type NameFilter } from './name-filter.ts';
import { RowList } from './row-list.ts';
import { sortBy, sortByNumber, type Slices } from './sorted-rows.ts';

export interface TableCounts {
  readonly count: number;
  readonly matching: number;
  readonly folders: number;
  readonly bytes: number;
  readonly generation: number;
}

/** Rows that are judged in one slice of work. */
const slice = 20_000;

/** What is shown of columns that still grow. */
export class ListedTable {
  readonly #columns: ListColumns;
  #arrangement: Arrangement;
  #filter: NameFilter | undefined;
  #generation: number;
  /** Rows that were taken into the view or filtered out. */
  #taken = 0;
  /** Rows that are not shown whatever the filter: the folder's own empty object. */
  #hidden = 0;
  readonly #folders = new RowList();
  readonly #objects = new RowList();
  #bytes = 0;
  /** So many objects of the view are sorted; those behind came since. */
  #sorted = 0;

  /** @param generation of the first arrangement: greater than that of a table whose place this one takes. */
  constructor(columns: ListColumns, arrangement: Arrangement, generation = 1) {
    this.#columns = columns;
    this.#generation = generation;
    this.#arrangement = arrangement;
    this.#filter = nameFilter(arrangement.filter);
  }

  get counts(): TableCounts {
    return {
      count: this.#taken - this.#hidden,
      matching: this.#folders.length + this.#objects.length,
      folders: this.#folders.length,
      bytes: this.#bytes,
      generation: this.#generation,
    };
  }

  /** The order of the server can be shown as it is. */
  get #isPlain(): boolean {
    return this.#arrangement.sort === 'name' && this.#columns.ordered;
  }

  /** Takes rows that came into the view, behind what is sorted already; little work unless many came. */
  take(): void {
    const before = [this.#folders.length, this.#objects.length];
    const end = this.#columns.count;
    for (; this.#taken < end; this.#taken += 1) this.#judge(this.#taken);
    const [folders, objects] = [
      this.#folders.length - (before[0] ?? 0),
      this.#objects.length - (before[1] ?? 0),
    ];
    // What is only added behind all others moves nothing.
    const moves =
      this.#arrangement.descending && this.#isPlain
        ? folders + objects > 0
        : folders > 0 && (before[1] ?? 0) > 0;
    if (moves) this.#generation += 1;
  }

  #judge(row: number): void {
    const columns = this.#columns;
    const length = columns.nameLength(row);
    if (length === 0) {
      this.#hidden += 1;
      return;
    }
    if (this.#filter) {
      const start = columns.nameStart(row);
      if (!this.#filter(columns.nameBytes(row), start, start + length)) return;
    }
    if (columns.flags(row) & rowFlags.folder) this.#folders.push(row);
    else {
      this.#objects.push(row);
      this.#bytes += columns.size(row) || 0;
    }
  }

  /** True when enough came since the last sorting to sort again. */
  needsSorting(isDone: boolean): boolean {
    if (this.#isPlain) return false;
    const unsorted = this.#objects.length - this.#sorted;
    return unsorted > (isDone ? 0 : Math.max(1000, this.#sorted / 4));
  }

  /** Arranges anew, in slices; rows are read as they were until it is done. */
  *arrange(arrangement: Arrangement): Slices<void> {
    const filter = nameFilter(arrangement.filter);
    const other = new ListedTable(this.#columns, arrangement);
    other.#filter = filter;
    for (; other.#taken < this.#columns.count; other.#taken += 1) {
      other.#judge(other.#taken);
      if (other.#taken % slice === slice - 1) yield;
    }
    yield* other.sort();
    this.#arrangement = arrangement;
    this.#filter = filter;
    this.#taken = other.#taken;
    this.#hidden = other.#hidden;
    this.#bytes = other.#bytes;
    this.#sorted = other.#sorted;
    this.#folders.replace(other.#folders.all);
    this.#objects.replace(other.#objects.all);
    this.#generation += 1;
    this.take();
  }

  /** Sorts what the view holds, in slices; rows that come meanwhile stand behind. */
  *sort(): Slices<void> {
    if (this.#isPlain) return;
    const { sort, descending } = this.#arrangement;
    const rows = this.#objects.all.slice();
    const sorted = yield* this.#sortedRows(rows, sort, descending);
    const since = this.#objects.all.slice(rows.length);
    const all = new Uint32Array(rows.length + since.length);
    all.set(sorted);
    all.set(since, rows.length);
    this.#objects.replace(all);
    this.#sorted = rows.length;
    for (const used of new Set([rows, sorted])) used.buffer.transfer(0);
    if (!this.#columns.ordered) {
      const folders = this.#folders.all.slice();
      const inOrder = yield* sortBy(folders, (one, other) => this.#columns.compare(one, other));
      const later = this.#folders.all.slice(folders.length);
      const together = new Uint32Array(folders.length + later.length);
      together.set(inOrder);
      together.set(later, folders.length);
      this.#folders.replace(together);
    }
    this.#generation += 1;
  }

  *#sortedRows(
    given: Uint32Array<ArrayBuffer>,
    sort: Arrangement['sort'],
    descending: boolean,
  ): Slices<Uint32Array<ArrayBuffer>> {
    const columns = this.#columns;
    // Equal ones keep the order of names; rows are numbered in that order where the server keeps to it.
    let rows = given;
    if (!columns.ordered) rows = yield* sortBy(rows, (one, other) => columns.compare(one, other));
    else if (this.#sorted > 0) rows = yield* sortByNumber(rows, (row) => row, false);
    switch (sort) {
      case 'name':
        return rows;
      case 'size':
        return yield* sortByNumber(rows, (row) => columns.size(row), descending);
      case 'modified':
        return yield* sortByNumber(rows, (row) => columns.time(row), descending);
      case 'storageClass': {
        const ranks = ranksOf(columns.storageClassNames.texts);
        return yield* sortByNumber(rows, (row) => ranks[columns.storageClass(row)] as number, descending);
      }
      case 'owner': {
        const ranks = ranksOf(columns.ownerNames.texts);
        return yield* sortByNumber(rows, (row) => ranks[columns.owner(row)] as number, descending);
      }
    }
  }

  /** The row of the columns at a place in the view; undefined behind the end. */
  rowAt(index: number): number | undefined {
    const [folders, objects] = [this.#folders.length, this.#objects.length];
    if (index < 0 || index >= folders + objects) return undefined;
    const isReversed = this.#arrangement.sort === 'name' && this.#arrangement.descending;
    if (index < folders) return this.#folders.at(isReversed ? folders - 1 - index : index);
    const at = index - folders;
    return this.#objects.at(isReversed ? objects - 1 - at : at);
  }

  /** Rows of the view as the contract gives them. */
  rows(from: number, count: number): Row[] {
    const found: Row[] = [];
    for (let index = from; index < from + count; index += 1) {
      const row = this.rowAt(index);
      if (row === undefined) break;
      found.push(asRow(this.#columns, row));
    }
    return found;
  }

  /** Place of the first row at or after `from` whose name begins with a text; -1: none. In slices. */
  *find(text: string, from: number): Slices<number> {
    const wanted = folded(text);
    for (let index = Math.max(0, from); ; index += 1) {
      const row = this.rowAt(index);
      if (row === undefined) return -1;
      const start = this.#columns.nameStart(row);
      const end = start + this.#columns.nameLength(row);
      if (beginsFolded(this.#columns.nameBytes(row), start, end, wanted)) return index;
      if (index % slice === slice - 1) yield;
    }
  }

  /** Place of a row by its key; -1: not shown. Of versions the first. In slices. */
  *indexOf(key: string): Slices<number> {
    const prefix = Buffer.from(this.#columns.prefix).toString('utf8');
    const wanted = Buffer.from(key.startsWith(prefix) ? key.slice(prefix.length) : key);
    for (let index = 0; ; index += 1) {
      const row = this.rowAt(index);
      if (row === undefined) return -1;
      if (this.#columns.nameLength(row) === wanted.length) {
        const start = this.#columns.nameStart(row);
        const name = this.#columns.nameBytes(row).subarray(start, start + wanted.length);
        if (wanted.equals(name)) return index;
      }
      if (index % slice === slice - 1) yield;
    }
  }

  /** All rows of the view, as they stand now. */
  visible(): Uint32Array<ArrayBuffer> {
    const { matching } = this.counts;
    return Uint32Array.from({ length: matching }, (_, index) => this.rowAt(index) as number);
  }

  /** Gives the memory back. */
  free(): void {
    this.#folders.free();
    this.#objects.free();
    this.#taken = 0;
    this.#bytes = 0;
  }
}

/** The place of each text among all; none comes last. */
function ranksOf(texts: readonly (string | undefined)[]): number[] {
  const sorted = texts.filter((text) => text !== undefined).sort((one, other) => (one < other ? -1 : 1));
  return texts.map((text) => (text === undefined ? Number.NaN : sorted.indexOf(text)));
}

/** One row as the contract gives it. */
export function asRow(columns: ListColumns, row: number): Row {
  const flags = columns.flags(row);
  const names = { name: columns.name(row), key: columns.key(row) };
  if (flags & rowFlags.folder) return { kind: 'folder', ...names };
  const size = columns.size(row);
  const modified = columns.time(row);
  const storageClass = columns.storageClassNames.texts[columns.storageClass(row)];
  const owner = columns.ownerNames.texts[columns.owner(row)];
  const etag = columns.etag(row);
  return {
    kind: 'object',
    ...names,
    ...(!Number.isNaN(size) && { size }),
    ...(!Number.isNaN(modified) && { modified }),
    ...(storageClass !== undefined && { storageClass }),
    ...(owner !== undefined && { owner }),
    ...(etag !== undefined && { etag }),
    ...(flags & rowFlags.version && {
      version: {
        id: columns.versionIds?.[row] ?? '',
        latest: (flags & rowFlags.latest) > 0,
        deleted: (flags & rowFlags.deleted) > 0,
      },
    }),
  };
}
