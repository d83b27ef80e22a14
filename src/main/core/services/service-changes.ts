/** What a person should be told of, out of two looks at the services. */
import type { z } from 'zod';
import type { Service } from '../../../shared/contract/services.ts';

type ServiceValue = z.infer<typeof Service>;

export interface ServiceChange {
  readonly kind: 'service-ready' | 'service-failed' | 'service-restarted';
  readonly severity: 'good' | 'bad' | 'info';
  readonly values: { readonly name: string };
  readonly path: string;
}

/** Changes of the person's own services between two snapshots of the same project; the first snapshot tells nothing. */
export function serviceChanges(
  before: readonly ServiceValue[],
  after: readonly ServiceValue[],
): ServiceChange[] {
  const known = new Map(before.map((service) => [service.id, service]));
  return after.flatMap((service): ServiceChange[] => {
    const old = known.get(service.id);
    if (!old || !service.mine || old.state === service.state) return [];
    const change = { values: { name: service.name }, path: `/services/${encodeURIComponent(service.id)}` };
    if (service.state === 'ready') return [{ ...change, kind: 'service-ready', severity: 'good' }];
    if (service.state === 'failed' || service.state === 'ghost')
      return [{ ...change, kind: 'service-failed', severity: 'bad' }];
    if (service.state === 'starting' && old.state === 'ready')
      return [{ ...change, kind: 'service-restarted', severity: 'info' }];
    return [];
  });
}
