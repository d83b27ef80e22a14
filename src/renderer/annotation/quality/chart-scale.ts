/** Where things stand in a chart. Pure. */

/** Maps values of `from` to places of `to`, in a straight line. */
export function linear(
  [valueFrom, valueTo]: readonly [number, number],
  [placeFrom, placeTo]: readonly [number, number],
): (value: number) => number {
  const slope = (placeTo - placeFrom) / (valueTo - valueFrom || 1);
  return (value) => placeFrom + (value - valueFrom) * slope;
}

/** The lower end of the axis of a coefficient: 0, or the fifth below the least value where chance does better than people. */
export function axisBottom(values: readonly number[]): number {
  return Math.min(0, Math.floor(Math.min(0, ...values) * 5) / 5);
}

/** Marks of the axis in steps of 0.2, from `bottom` to 1. */
export function axisMarks(bottom: number): number[] {
  const steps = Math.round((1 - bottom) * 5);
  return Array.from({ length: steps + 1 }, (_, step) => Math.round((bottom + step / 5) * 10) / 10);
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
