/** `{{…}}` in workflows: names of parameters and of results, replaced by their values wherever a text stands. */
import { isFields } from '../kubernetes/shape.ts';

/** Values by the names that stand between the braces: `inputs.parameters.DIM`, `item`, `workflow.name`. */
export type Scope = Readonly<Record<string, string>>;

const reference = /\{\{\s*([^{}=][^{}]*?)\s*\}\}/g;

/** A text with its references replaced; those that the scope does not know stay as they are. */
export function replaceText(text: string, scope: Scope): string {
  return text.replace(reference, (whole, name: string) =>
    Object.hasOwn(scope, name) ? (scope[name] ?? whole) : whole,
  );
}

/** A JSON value with the references of all its texts replaced. Field names stay as they are. */
export function replaceIn<T>(value: T, scope: Scope): T {
  if (typeof value === 'string') return replaceText(value, scope) as T;
  if (Array.isArray(value)) return value.map((entry: unknown) => replaceIn(entry, scope)) as T;
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, replaceIn(entry, scope)]),
  ) as T;
}

/** The first reference that a value still holds, without its braces. */
export function unresolvedIn(value: unknown): string | undefined {
  if (typeof value === 'string') return /\{\{\s*([^{}]*?)\s*\}\}/.exec(value)?.[1];
  const entries = Array.isArray(value) ? value : isFields(value) ? Object.values(value) : [];
  for (const entry of entries as unknown[]) {
    const found = unresolvedIn(entry);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value of a parameter as the text that Argo makes of it: numbers and truth values in their JSON form. */
export function textOfValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return undefined;
  return JSON.stringify(value);
}
