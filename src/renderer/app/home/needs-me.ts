/** What of all that is known needs a person now. Pure. */
import type { ChartSummary, Catalogs } from '../../../shared/contract/catalog.ts';
import type { Service, Services } from '../../../shared/contract/services.ts';
import { nearLimit } from '../../ui/near-limit.ts';

export interface NeedsMe {
  /** Failed or left over. */
  readonly attention: readonly Service[];
  /** Changed their state since `lastLook`, newest first. */
  readonly changed: readonly Service[];
  readonly running: readonly Service[];
  readonly quota: Services['quota'];
  /** Last used first. */
  readonly recent: readonly ChartSummary[];
}

/** Sorts what is known; `lastLook` in milliseconds since 1970. */
export function needsMe(
  services: Services | undefined,
  catalogs: Catalogs | undefined,
  lastLook: number,
  most = 6,
): NeedsMe {
  const own = (services?.services ?? []).filter((one) => one.mine);
  const attention = own.filter((one) => one.state === 'failed' || one.state === 'ghost');
  const rest = own.filter((one) => !attention.includes(one));
  const changed = rest.filter((one) => one.since > lastLook).toSorted((a, b) => b.since - a.since);
  return {
    attention,
    changed: changed.slice(0, most),
    running: rest.filter((one) => one.state === 'ready' && !changed.includes(one)).slice(0, most),
    quota: (services?.quota ?? []).filter((line) => line.hard > 0 && line.used / line.hard >= nearLimit),
    recent: (catalogs?.catalogs ?? [])
      .flatMap((one) => one.charts)
      .filter((chart) => chart.lastUsed !== undefined || chart.favourite)
      .toSorted((a, b) => (b.lastUsed ?? 0) - (a.lastUsed ?? 0))
      .slice(0, most),
  };
}
