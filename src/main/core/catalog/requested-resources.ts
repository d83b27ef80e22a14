/** What the values of a chart ask for, as far as they tell in the usual place `resources`. */
import { valueAt, type JsonObject } from '../../../shared/launch-form/json.ts';
import type { LaunchForm } from '../../../shared/contract/launch-form.ts';

const multiples: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity of Kubernetes as a number: cores or bytes; undefined when it is none. */
export function quantity(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)(m|[kMGT]|[KMGT]i)?$/.exec(value.trim()) : null;
  if (!match) return undefined;
  return Number(match[1]) * (multiples[match[2] ?? ''] ?? 1);
}

/** Reads `resources.requests` and `resources.limits`. */
export function requestedResources(values: JsonObject): LaunchForm['resources'] {
  const read = (part: string, name: string) => quantity(valueAt(values, ['resources', part, name]));
  const found = {
    cpuRequest: read('requests', 'cpu'),
    cpuLimit: read('limits', 'cpu'),
    memoryRequest: read('requests', 'memory'),
    memoryLimit: read('limits', 'memory'),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
