/** Names of exports. Pure. */

const wellFormed = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Whether a folder below `exports/` may have this name. */
export const isExportName = (name: string): boolean => wellFormed.test(name);

/** A name for an export made now: the day and what it holds, with a number where that is taken. */
export function proposeName(at: number, rows: 'resolved' | 'every', taken: readonly string[]): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const base = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}-${rows}`;
  if (!taken.includes(base)) return base;
  let turn = 2;
  while (taken.includes(`${base}-${turn}`)) turn += 1;
  return `${base}-${turn}`;
}
