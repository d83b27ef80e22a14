/** Where things stand in a chart. Pure. */

/** Maps values of `from` to places of `to`, in a straight line. */
export function linear(
  [valueFrom, valueTo]: readonly [number, number],
  [placeFrom, placeTo]: readonly [number, number],
): (value: number) => number {
  const slope = (placeTo - placeFrom) / (valueTo - valueFrom || 1);
  return (value) => placeFrom + (value - valueFrom) * slope;
}

/** Round numbers from `least` to `greatest`, about `wanted` of them. */
export function roundMarks(least: number, greatest: number, wanted: number): number[] {
  const span = greatest - least;
  if (!(span > 0)) return [least];
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const first = Math.ceil(least / step);
  const last = Math.floor(greatest / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
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

/** Straight lines through places: the `d` of an SVG path. A gap begins anew. */
export function linePath(places: readonly (readonly [number, number] | undefined)[]): string {
  return places
    .map((place, index) =>
      place
        ? `${index === 0 || !places[index - 1] ? 'M' : 'L'}${place[0].toFixed(1)} ${place[1].toFixed(1)}`
        : '',
    )
    .join('');
}
