/** What the node reads and writes in objects beyond the plain readers of kubernetes/shape.ts. */
import { fieldsOf } from '../kubernetes/shape.ts';

/** The value as a finite number (numeric strings count), or the fallback. */
export function numberOr(value: unknown, fallback: number): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value);
  return fallback;
}

/** The value as a map of strings, as labels and annotations are; other entries are left out. */
export function textMapOf(value: unknown): Record<string, string> {
  const entries = Object.entries(fieldsOf(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

/** The time as Kubernetes writes it in `metav1.Time`: RFC 3339 in UTC, whole seconds. */
export function timestamp(date: Date = new Date()): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Whether every required label is there. An empty map matches nothing, as in a service without selector. */
export function hasLabels(
  required: Record<string, string>,
  labels: Record<string, string> | undefined,
): boolean {
  const entries = Object.entries(required);
  return entries.length > 0 && entries.every(([key, value]) => labels?.[key] === value);
}
