/** Rewriting JSON of which only a part is understood: what is not known stays as it is. Pure. */
import { isDeepStrictEqual } from 'node:util';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The value to write after a change.
 * @param raw as it was read, with fields that are not known
 * @param before the same with the known fields only
 * @param after `before`, changed. Elements of lists that are as before keep what is not known of them.
 */
export function withKeptFields(raw: unknown, before: unknown, after: unknown): unknown {
  if (Array.isArray(raw) && Array.isArray(before) && Array.isArray(after))
    return after.map((one: unknown) => {
      const index = before.findIndex((other: unknown) => isDeepStrictEqual(one, other));
      return index < 0 ? one : raw[index];
    });
  if (!isObject(raw) || !isObject(before) || !isObject(after)) return after;
  const unknown = Object.entries(raw).filter(([name]) => !(name in before));
  const known = Object.entries(after).map(([name, value]) => [
    name,
    withKeptFields(raw[name], before[name], value),
  ]);
  return {
    ...Object.fromEntries(known),
    ...Object.fromEntries(unknown.filter(([name]) => !(name in after))),
  };
}
