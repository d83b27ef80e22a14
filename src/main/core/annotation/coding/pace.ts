/** How fast a person codes. Pure. */
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';

/**
 * Items an hour of active time, over decisions in force: their number through the sum of their lead times (milliseconds). Those without any,
 * from another program, count in neither; undefined while no time is known.
 */
export function paceOf(decisions: Iterable<Pick<Decision, 'leadTime'>>): number | undefined {
  let items = 0;
  let active = 0;
  for (const { leadTime } of decisions) {
    if (leadTime <= 0) continue;
    items += 1;
    active += leadTime;
  }
  return items > 0 ? (items * 3_600_000) / active : undefined;
}
