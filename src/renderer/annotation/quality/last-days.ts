/** A run of days without gaps. Pure. */

export interface DayCount {
  /** `2026-11-20`. */
  readonly day: string;
  readonly codings: number;
}

const oneDay = 86_400_000;
const most = 30;

/** The last days, at most thirty, up to the newest one; days that are not named have none. `days` come oldest first. */
export function lastDays(days: readonly DayCount[]): DayCount[] {
  const first = days[0];
  const newest = days.at(-1);
  if (!first || !newest) return [];
  const end = Date.parse(newest.day);
  const length = Math.min(most, Math.round((end - Date.parse(first.day)) / oneDay) + 1);
  const known = new Map(days.map(({ day, codings }) => [day, codings]));
  return Array.from({ length }, (_, index) => {
    const day = new Date(end - (length - 1 - index) * oneDay).toISOString().slice(0, 10);
    return { day, codings: known.get(day) ?? 0 };
  });
}
