/** Where the window was, and where it may be shown again. */
import { z } from 'zod';

export const WindowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bounds to open the window with; without x and y the system chooses the place. */
export interface Restored {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const smallest = { width: 640, height: 480 } as const;
const preferred = { width: 1280, height: 800 } as const;

/** How much of the top edge must be on a screen for a person to take hold of the window, in DIP. */
const grip = { width: 120, height: 32 } as const;

/**
 * Restores a saved state on the screens that are there now: a screen that was unplugged or made smaller must not hide
 * the window.
 * @param saved what was read from the disk, of any shape.
 * @param areas work areas of the screens, the primary one first.
 */
export function restoreWindow(saved: unknown, areas: readonly Area[]): Restored {
  const parsed = WindowState.safeParse(saved);
  if (!parsed.success) return { ...fitting(preferred, areas[0]), maximized: false };
  const { maximized, ...bounds } = parsed.data;
  const area = areas.toSorted((a, b) => overlap(b, bounds) - overlap(a, bounds))[0];
  const size = fitting(bounds, area);
  if (!area || !canBeTaken(bounds, area)) return { ...size, maximized };
  return {
    x: clamp(bounds.x, area.x, area.x + area.width - size.width),
    y: clamp(bounds.y, area.y, area.y + area.height - size.height),
    ...size,
    maximized,
  };
}

function fitting(size: { width: number; height: number }, area: Area | undefined) {
  return {
    width: Math.max(smallest.width, Math.min(size.width, area?.width ?? size.width)),
    height: Math.max(smallest.height, Math.min(size.height, area?.height ?? size.height)),
  };
}

function canBeTaken(bounds: Area, area: Area): boolean {
  const top = { ...bounds, height: grip.height };
  return overlap(top, area) >= grip.width * grip.height;
}

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
