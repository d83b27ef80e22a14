/** Keys that move through what the palette found, or run it. */
const paletteKeys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Enter'] as const;
export type PaletteKey = (typeof paletteKeys)[number];

/** Whether a key is for the list and not for the field. */
export function isPaletteKey(key: string): key is PaletteKey {
  return paletteKeys.some((one) => one === key);
}
