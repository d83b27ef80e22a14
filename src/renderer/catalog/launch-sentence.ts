/** What the launch button promises, and whether the quota allows it. Pure. */
import type { LaunchForm } from '../../shared/contract/launch-form.ts';

export interface Ask {
  readonly kind: 'cpu' | 'memory';
  /** Cores or bytes. */
  readonly asked: number;
  readonly used?: number;
  readonly hard?: number;
}

/** A line of the quota by what it limits: `requests.memory` before `limits.memory` before `memory`. */
function quotaFor(form: LaunchForm, kind: Ask['kind'], part: 'requests' | 'limits') {
  const names = part === 'requests' ? [`requests.${kind}`, kind] : [`limits.${kind}`];
  return names
    .map((name) => form.quota.find((line) => line.name === name))
    .find((line) => line !== undefined);
}

/** What is asked for, beside what the quota has: the guaranteed amount where the quota counts that, else the maximum. */
export function asksOf(form: LaunchForm): Ask[] {
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit } = form.resources;
  const amounts = {
    cpu: { requests: cpuRequest, limits: cpuLimit },
    memory: { requests: memoryRequest, limits: memoryLimit },
  };
  return (['cpu', 'memory'] as const).flatMap((kind): Ask[] => {
    const counted = (['requests', 'limits'] as const).filter((part) => amounts[kind][part] !== undefined);
    const limited = counted.find((part) => quotaFor(form, kind, part));
    const part = limited ?? counted[0];
    const asked = part && amounts[kind][part];
    if (!part || asked === undefined) return [];
    const line = quotaFor(form, kind, part);
    return [{ kind, asked, ...(line ? { used: line.used, hard: line.hard } : {}) }];
  });
}

/** True when an ask does not fit beside what is used. */
export function isOver(ask: Ask): boolean {
  return ask.hard !== undefined && ask.asked > ask.hard - (ask.used ?? 0);
}
