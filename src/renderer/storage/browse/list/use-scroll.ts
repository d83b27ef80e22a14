/** Scrolls a list of any length: position in the whole list, kept in step with the scroll bar of a page that may be cut. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { clampTop, pageHeight, rowHeight, rowsAt, scaleOf, topToShow } from './row-window.ts';

export interface ListScroll {
  /** For the element that scrolls. */
  readonly box: RefObject<HTMLDivElement | null>;
  /** Position in the whole list. */
  readonly top: number;
  /** Where the page itself stands. */
  readonly page: number;
  readonly width: number;
  readonly height: number;
  /** Height of the rows that can be seen. */
  readonly viewport: number;
  readonly from: number;
  readonly to: number;
  scrollTo(top: number): void;
  show(index: number): void;
}

/** `above`: height of what stays over the rows. */
export function useScroll(count: number, above: number): ListScroll {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [size, setSize] = useState({ width: 800, height: 400 });
  const viewport = Math.max(0, size.height - above);
  const scale = scaleOf(count, viewport);
  const now = useRef({ top, scale, viewport, count });
  now.current = { ...now.current, scale, viewport, count };

  const scrollTo = useCallback((wanted: number) => {
    const { scale, viewport, count } = now.current;
    const next = clampTop(wanted, count, viewport);
    now.current.top = next;
    if (box.current) box.current.scrollTop = next / scale;
    setTop(next);
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const watcher = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    watcher.observe(element);
    setSize({ width: element.clientWidth, height: element.clientHeight });
    return () => watcher.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const scrolled = () => {
      const { top, scale } = now.current;
      // What we set ourselves comes back rounded.
      if (Math.abs(element.scrollTop - top / scale) <= 1) return;
      now.current.top = element.scrollTop * scale;
      setTop(now.current.top);
    };
    const wheel = (event: WheelEvent) => {
      // In a cut page a turn of the wheel would skip rows: it moves by what it says.
      if (now.current.scale === 1 || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? now.current.viewport : 1;
      scrollTo(now.current.top + event.deltaY * unit);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', scrolled);
      element.removeEventListener('wheel', wheel);
    };
  }, [scrollTo]);

  // While the list grows the same row stays where it is.
  useLayoutEffect(() => scrollTo(now.current.top), [scrollTo, count, viewport]);

  return {
    box,
    top,
    page: top / scale,
    width: size.width,
    height: pageHeight(count),
    viewport,
    ...rowsAt(top, viewport, count),
    scrollTo,
    show: (index) => scrollTo(topToShow(index, now.current.top, now.current.viewport)),
  };
}
