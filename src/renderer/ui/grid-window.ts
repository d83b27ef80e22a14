/** Which rows and columns of a grid are in sight. Pure; lengths in CSS pixels. */

/** Browsers lay out boxes of some 33 million pixels at most; a longer grid scrolls faster than the hand. */
export const mostPixels = 8_000_000;

export interface Span {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

/** Height that the scroll bar stands for. */
export function scrollHeight(rows: number, rowHeight: number): number {
  return Math.min(rows * rowHeight, mostPixels);
}

/** How far the rows move for one pixel of the scroll bar: 1 until a grid is too long. */
export function scrollScale(rows: number, rowHeight: number, viewport: number): number {
  const whole = rows * rowHeight;
  if (whole <= mostPixels || mostPixels <= viewport) return 1;
  return (whole - viewport) / (mostPixels - viewport);
}

/** Rows in sight at an offset from the first row, with `around` more on each side. */
export function rowsInSight(
  offset: number,
  viewport: number,
  rowHeight: number,
  rows: number,
  around = 4,
): Span {
  const from = Math.max(0, Math.floor(offset / rowHeight) - around);
  return {
    from: Math.min(from, rows),
    to: Math.min(rows, Math.ceil((offset + viewport) / rowHeight) + around),
  };
}

/** Left edges of the columns, and the right edge of the last. */
export function edges(widths: readonly number[]): readonly number[] {
  const all = [0];
  for (const width of widths) all.push((all.at(-1) ?? 0) + width);
  return all;
}

/** Columns in sight, found by halving. */
export function columnsInSight(lefts: readonly number[], offset: number, viewport: number): Span {
  const count = lefts.length - 1;
  const firstAfter = (position: number) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lefts[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const from = Math.max(0, firstAfter(offset) - 2);
  return { from: Math.min(from, count), to: Math.min(count, firstAfter(offset + viewport) + 1) };
}

/** The least change of an offset that brings a stretch into sight. */
export function offsetToShow(offset: number, viewport: number, from: number, to: number): number {
  if (from < offset) return from;
  if (to > offset + viewport) return Math.max(0, to - viewport);
  return offset;
}

/** A width for a column that holds these texts, between 64 and 320. */
export function widthFor(texts: readonly string[]): number {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  return Math.round(Math.min(320, Math.max(64, longest * 7.8 + 26)));
}
