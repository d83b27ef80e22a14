/** Where a service's view lies in the window, from where the page says its place is. */
import type { Area } from './window-state.ts';

/**
 * Turns bounds in CSS pixels of the page into whole DIP of the window, kept inside it; undefined when nothing is left.
 * Edges are rounded, not sizes, so that the view meets its frame without a gap.
 * @param zoom the page's zoom factor: 2 at 200 %.
 */
export function viewBounds(
  bounds: Area,
  zoom: number,
  content: { readonly width: number; readonly height: number },
): Area | undefined {
  const edge = (value: number, most: number) => Math.max(0, Math.min(Math.round(value * zoom), most));
  const x = edge(bounds.x, content.width);
  const y = edge(bounds.y, content.height);
  const width = edge(bounds.x + bounds.width, content.width) - x;
  const height = edge(bounds.y + bounds.height, content.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
