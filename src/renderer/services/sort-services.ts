/** The order of the list, and what its first line says. Pure. */
import type { Service, Services, ServiceState } from '../../shared/contract/services.ts';
import type { Tone } from '../ui/state-mark.tsx';
import { rank } from '../ui/rank.ts';

export type SortColumn = 'name' | 'state' | 'cpu' | 'memory' | 'age';
export interface Sorting {
  readonly column: SortColumn;
  readonly descending: boolean;
}

export const stateTones: Record<ServiceState, Tone> = {
  ready: 'good',
  starting: 'busy',
  paused: 'paused',
  pausing: 'busy',
  failed: 'bad',
  stopping: 'busy',
  ghost: 'warn',
};

/** What needs a person first. */
const urgency: Record<ServiceState, number> = {
  failed: 0,
  ghost: 1,
  starting: 2,
  pausing: 3,
  stopping: 4,
  ready: 5,
  paused: 6,
};

const keys: Record<SortColumn, (service: Service) => number | string> = {
  name: (service) => service.name.toLowerCase(),
  state: (service) => urgency[service.state],
  cpu: (service) => service.cpu ?? -1,
  memory: (service) => service.memory ?? -1,
  age: (service) => -service.startedAt,
};

/** Those that fit the filter, in the order asked for; equal ones by name. */
export function arrange(
  services: readonly Service[],
  filter: string,
  { column, descending }: Sorting,
): Service[] {
  const found = rank(filter, services, (service) => [
    { text: service.name, weight: 3 },
    { text: service.chart, weight: 1 },
    { text: service.id, weight: 1 },
  ]);
  const key = keys[column];
  const compare = (a: string | number, b: string | number) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
  const sign = descending ? -1 : 1;
  return found.toSorted((a, b) => sign * compare(key(a), key(b)) || compare(keys.name(a), keys.name(b)));
}

/** How many are ready, starting, and in need of somebody. */
export function tally(services: Services): {
  readonly ready: number;
  readonly starting: number;
  readonly failed: number;
} {
  const count = (...states: ServiceState[]) =>
    services.services.filter((one) => states.includes(one.state)).length;
  return {
    ready: count('ready'),
    starting: count('starting', 'pausing', 'stopping'),
    failed: count('failed', 'ghost'),
  };
}
