/** Where things stand in a chart. Pure. */

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
