/**
 * Which rows of a very long list are on screen. Browsers cut elements at some 33 million pixels (Chromium: 2^25) and one
 * million rows need 36: beyond `tallest` the scroll bar runs over a shorter page, in proportion. Pure; lengths in pixels.
 */

export const rowHeight = 36;
/** Below what Chromium (33.5 million) and Firefox (17.9 million) draw. */
export const tallest = 12_000_000;

/** Height of the page for so many rows. */
export function pageHeight(count: number): number {
  return Math.min(count * rowHeight, tallest);
}

/** How far the list moves for each pixel of the scroll bar: 1 unless the page was cut. */
export function scaleOf(count: number, viewport: number): number {
  const whole = count * rowHeight - viewport;
  const page = pageHeight(count) - viewport;
  return page > 0 && whole > page ? whole / page : 1;
}

/** A position within what the list has. */
export function clampTop(top: number, count: number, viewport: number): number {
  return Math.max(0, Math.min(top, count * rowHeight - viewport));
}

/** First and last row (exclusive) to draw at a position, with some around them. */
export function rowsAt(
  top: number,
  viewport: number,
  count: number,
  around = 8,
): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.floor(top / rowHeight) - around);
  const to = Math.min(count, Math.ceil((top + viewport) / rowHeight) + around);
  return { from: Math.min(from, to), to };
}

/** The nearest position at which a row is wholly seen. */
export function topToShow(index: number, top: number, viewport: number): number {
  const start = index * rowHeight;
  if (start < top) return start;
  return start + rowHeight > top + viewport ? start + rowHeight - viewport : top;
}
