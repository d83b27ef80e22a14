/** Where the window of the desktop app should put the page of a service: over an empty region of ours. */
import { useEffect, type RefObject } from 'react';

export interface Bounds {
  /** In CSS pixels of the page. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the preload script of the desktop app offers. */
export interface Views {
  show(id: string, address: string, bounds: Bounds): void;
  hide(): void;
  focus(): void;
  close(id: string): void;
}

declare global {
  interface Window {
    readonly sardonyxViews?: Views;
  }
}

/** Tells the window where a region is now; nothing happens in a browser. */
export function reportViewBounds(id: string, address: string, region: HTMLElement): void {
  const { x, y, width, height } = region.getBoundingClientRect();
  window.sardonyxViews?.show(id, address, {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.round(width),
    height: Math.round(height),
  });
}

/**
 * Keeps the page of a service over a region while `shown`; hides it otherwise, and while one of our menus or dialogs is
 * open, which the page would cover.
 */
export function useViewBounds(
  region: RefObject<HTMLElement | null>,
  id: string,
  address: string | undefined,
  shown: boolean,
): void {
  useEffect(() => {
    const element = region.current;
    const views = window.sardonyxViews;
    if (!element || !views || address === undefined || !shown) return;
    const place = () => {
      const covered = document.querySelector('[role="dialog"], [role="menu"]') !== null;
      if (covered) views.hide();
      else reportViewBounds(id, address, element);
    };
    const sizes = new ResizeObserver(place);
    sizes.observe(element);
    const overlays = new MutationObserver(place);
    overlays.observe(document.body, { childList: true, subtree: true });
    window.addEventListener('resize', place);
    place();
    return () => {
      sizes.disconnect();
      overlays.disconnect();
      window.removeEventListener('resize', place);
      views.hide();
    };
  }, [region, id, address, shown]);
}
