/** The columns of the list: which are shown, how the list is sorted; remembered by this browser, as the appearance is. */
import { create } from 'zustand';
import type { SortColumn } from '../../../../shared/contract/storage/listing.ts';

/** Those beside the name, in their order; widths in pixels. */
export const columns = [
  { name: 'size', width: 96, isNumber: true },
  { name: 'modified', width: 148, isNumber: true },
  { name: 'storageClass', width: 120, isNumber: false },
  { name: 'owner', width: 120, isNumber: false },
] as const satisfies readonly { name: SortColumn; width: number; isNumber: boolean }[];
export type ColumnName = (typeof columns)[number]['name'];

const key = 'sardonyx.storage-columns';
const usual: readonly ColumnName[] = ['size', 'modified'];

/** The columns that a text names, in their order; the usual ones where it names none of ours. Pure. */
export function readColumns(text: string | null): readonly ColumnName[] {
  if (text === null) return usual;
  const named = new Set(text.split(','));
  return columns.map((one) => one.name).filter((name) => named.has(name));
}

interface ListLook {
  readonly shown: readonly ColumnName[];
  readonly sort: SortColumn;
  readonly descending: boolean;
  toggle(column: ColumnName): void;
  /** Sorts by a column, the other way round when it is that already. */
  sortBy(column: SortColumn): void;
}

export const useListLook = create<ListLook>()((set, get) => ({
  shown: readColumns(localStorage.getItem(key)),
  sort: 'name',
  descending: false,
  toggle(column) {
    const { shown } = get();
    const next = columns
      .map((one) => one.name)
      .filter((name) => (name === column ? !shown.includes(name) : shown.includes(name)));
    localStorage.setItem(key, next.join(','));
    set({ shown: next });
  },
  sortBy(column) {
    const { sort, descending } = get();
    // The largest and the newest are what people look for first.
    const startsDown = column === 'size' || column === 'modified';
    set({ sort: column, descending: sort === column ? !descending : startsDown });
  },
}));
