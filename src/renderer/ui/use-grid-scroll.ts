/** Where a grid is scrolled to, in pixels from the first row, however long the grid is. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { scrollHeight, scrollScale } from './grid-window.ts';

export interface GridScroll {
  readonly box: RefObject<HTMLDivElement | null>;
  /** Pixels from the top of the first row, beyond what a scroll bar can stand for. */
  readonly top: number;
  readonly left: number;
  /** Of the box, without the heading for `height`. */
  readonly width: number;
  readonly height: number;
  /** Where the box itself is scrolled to. */
  readonly boxTop: number;
  readonly innerHeight: number;
  moveTo(top: number | undefined, left: number | undefined): void;
}

/** Follows the box; a wheel moves rows, not the shortened scroll bar. */
export function useGridScroll(rows: number, rowHeight: number, headingHeight: number): GridScroll {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [place, setPlace] = useState({ top: 0, left: 0, boxTop: 0 });
  const top = useRef(0);
  const expected = useRef(0);
  const innerHeight = scrollHeight(rows, rowHeight);
  const scale = scrollScale(rows, rowHeight, size.height);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () =>
      setSize({ width: element.clientWidth, height: Math.max(0, element.clientHeight - headingHeight) });
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [headingHeight]);

  const read = useCallback(() => {
    const element = box.current;
    if (!element) return;
    // The bar only stands near where the rows are; it decides again once a person has moved it.
    if (scale === 1 || Math.abs(element.scrollTop - expected.current) > 2) {
      top.current = element.scrollTop * scale;
      expected.current = element.scrollTop;
    }
    setPlace({ top: top.current, left: element.scrollLeft, boxTop: element.scrollTop });
  }, [scale]);

  const moveTo = useCallback(
    (nextTop: number | undefined, nextLeft: number | undefined) => {
      const element = box.current;
      if (!element) return;
      if (nextTop !== undefined) {
        top.current = Math.max(0, Math.min(nextTop, Math.max(0, rows * rowHeight - size.height)));
        element.scrollTop = top.current / scale;
        expected.current = element.scrollTop;
      }
      if (nextLeft !== undefined) element.scrollLeft = nextLeft;
      setPlace({ top: top.current, left: element.scrollLeft, boxTop: element.scrollTop });
    },
    [rows, rowHeight, scale, size.height],
  );

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const wheel = (event: WheelEvent) => {
      if (scale === 1 || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      moveTo(top.current + event.deltaY, undefined);
    };
    element.addEventListener('scroll', read, { passive: true });
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', read);
      element.removeEventListener('wheel', wheel);
    };
  }, [read, moveTo, scale]);

  return { box, ...place, ...size, innerHeight, moveTo };
}
