/** Where things stand in a chart. Pure. */

/** The lower end of the axis of a coefficient: 0, or the fifth below the least value where chance does better than people. */
export function axisBottom(values: readonly number[]): number {
  return Math.min(0, Math.floor(Math.min(0, ...values) * 5) / 5);
}

/** Marks of the axis in steps of 0.2, from `bottom` to 1. */
export function axisMarks(bottom: number): number[] {
  const steps = Math.round((1 - bottom) * 5);
  return Array.from({ length: steps + 1 }, (_, step) => Math.round((bottom + step / 5) * 10) / 10);
}
