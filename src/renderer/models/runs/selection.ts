/** Runs that are chosen for comparing, in the order in which they were chosen. Pure. */

/** As many as can be compared at once (the server gives the curves of at most 100). */
export const mostChosen = 100;

export type Chosen = readonly string[];

/** With one more or one less; not beyond what can be compared. */
export function toggled(chosen: Chosen, id: string): Chosen {
  if (chosen.includes(id)) return chosen.filter((one) => one !== id);
  return chosen.length < mostChosen ? [...chosen, id] : chosen;
}

/** With all of `ids`, those beyond the limit left out. */
export function extended(chosen: Chosen, ids: readonly string[]): Chosen {
  return [...new Set([...chosen, ...ids])].slice(0, mostChosen);
}
