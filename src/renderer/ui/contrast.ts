/** Contrast between two colours, as the accessibility guidelines define it. */

/** Relative luminance in [0, 1] of `#RRGGBB` (WCAG 2.2, "relative luminance"). */
export function luminance(colour: string): number {
  const channel = (offset: number) => {
    const share = Number.parseInt(colour.slice(offset, offset + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast ratio in [1, 21] of two colours `#RRGGBB` (WCAG 2.2, "contrast ratio"); the order does not matter. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
