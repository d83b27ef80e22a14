/** The row that the keys are about: it keeps its place in the hand when the list is sorted, filtered or read again. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Row } from '../../../../shared/contract/storage/listing.ts';
import { rowId } from './chosen.ts';
import type { ListingSource, ListingView } from './listing-source.ts';
import type { ListScroll } from './use-scroll.ts';
import { rowHeight } from './row-window.ts';

export interface ActiveRow {
  readonly index: number;
  /** Moves there and brings it into view. */
  to(index: number): void;
  /** As soon as a row of this key is listed, it becomes the active one. */
  expect(key: string): void;
}

export interface ActiveOptions {
  readonly source: ListingSource | undefined;
  readonly view: ListingView;
  readonly scroll: ListScroll;
  /** Told of the row whenever another becomes active. */
  readonly onActive: (row: Row | undefined) => void;
}

/** Follows the active row by its key. */
export function useActive({ source, view, scroll, onActive }: ActiveOptions): ActiveRow {
  const [index, setIndex] = useState(0);
  const held = useRef<{ key: string; id: string } | undefined>(undefined);
  const expected = useRef<string | undefined>(undefined);
  const now = useRef({ index, top: scroll.top, viewport: scroll.viewport, count: 0 });
  const count = view.state?.matching ?? 0;
  now.current = { index, top: scroll.top, viewport: scroll.viewport, count };
  const scrolling = useRef(scroll);
  scrolling.current = scroll;
  const told = useRef(onActive);
  told.current = onActive;

  const from = useRef(source);
  from.current = source;

  const to = useCallback((wanted: number) => {
    const next = Math.max(0, Math.min(wanted, now.current.count - 1));
    held.current = undefined;
    expected.current = undefined;
    now.current.index = next;
    setIndex(next);
    scrolling.current.show(next);
    // Until its row is there nothing is active: an action must never meet the row that was active before.
    told.current(from.current?.row(next));
  }, []);

  // A new place begins at its top.
  useEffect(() => {
    held.current = undefined;
    setIndex(0);
    scrolling.current.scrollTo(0);
  }, [source]);

  const row = source?.row(index);
  const id = row && rowId(row);
  useEffect(() => {
    const isHeld = row !== undefined && (!held.current || held.current.id === id);
    if (isHeld) held.current = { key: row.key, id: rowId(row) };
    // Another row has come to this place: until the held one is found again, nothing is active.
    told.current(isHeld && count > 0 ? row : undefined);
    // A row is who it is by its id; its object is made anew with each page.
  }, [id, count, view.revision]);

  // What was expected (a new folder, the folder one comes from) is looked for until the listing is whole.
  const { reading, state } = view;
  useEffect(() => {
    const key = expected.current;
    if (!source || key === undefined || !state) return;
    let isLate = false;
    void source.indexOf(key).then(
      (found) => {
        if (isLate || expected.current !== key || found < 0) return;
        expected.current = undefined;
        held.current = { key, id: key };
        setIndex(found);
        now.current.index = found;
        scrolling.current.show(found);
      },
      () => {},
    );
    return () => void (isLate = true);
  }, [source, reading, state?.count, state?.state]);

  // Rows moved: the active one is followed, at the same height on the screen.
  useEffect(() => {
    const key = held.current?.key;
    if (!source || key === undefined || expected.current !== undefined) return;
    const before = now.current;
    const offset = before.index * rowHeight - before.top;
    const wasSeen = offset >= 0 && offset < before.viewport;
    let isLate = false;
    // What is no longer listed leaves its place to whatever stands there now.
    const release = (index: number) => {
      held.current = undefined;
      const next = Math.max(0, Math.min(index, now.current.count - 1));
      setIndex(next);
      const there = source.row(next);
      if (there) held.current = { key: there.key, id: rowId(there) };
      told.current(there);
    };
    void source.indexOf(key).then(
      (found) => {
        if (isLate || held.current?.key !== key) return;
        if (found === before.index) return;
        if (found < 0) {
          release(before.index);
          return;
        }
        setIndex(found);
        if (wasSeen) scrolling.current.scrollTo(found * rowHeight - offset);
      },
      () => !isLate && release(before.index),
    );
    return () => void (isLate = true);
  }, [source, reading, state?.generation]);

  return {
    index: Math.max(0, Math.min(index, count - 1)),
    to,
    expect: useCallback((key: string) => void (expected.current = key), []),
  };
}
