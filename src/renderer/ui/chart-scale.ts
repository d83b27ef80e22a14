/** Places on the axes of a picture. All pure. */

/** Maps values of `from` to places of `to`, in a straight line. */
export function linear(
  [valueFrom, valueTo]: readonly [number, number],
  [placeFrom, placeTo]: readonly [number, number],
): (value: number) => number {
  const slope = (placeTo - placeFrom) / (valueTo - valueFrom || 1);
  return (value) => placeFrom + (value - valueFrom) * slope;
}

/** Moves labels apart that would lie on each other: at least `gap` between two, within [top, bottom], their order kept. */
export function spread(
  places: readonly number[],
  gap: number,
  [top, bottom]: readonly [number, number],
): number[] {
  const order = places.map((_, index) => index).toSorted((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const moved = [...places];
  let least = top;
  for (const index of order) {
    moved[index] = Math.max(places[index] ?? 0, least);
    least = (moved[index] ?? 0) + gap;
  }
  let most = bottom;
  for (const index of order.toReversed()) {
    moved[index] = Math.min(moved[index] ?? 0, most);
    most = (moved[index] ?? 0) - gap;
  }
  return moved;
}
