/** Batches of the older coding API: one list of texts for each variable. Pure. */
import {
  isObject,
  missing,
  notAList,
  notAnObject,
  notAString,
  Refusal,
  refuseFindings,
  tuple,
  type Finding,
} from './refusal.ts';

/** What means that a value is missing. */
const blanks = new Set(['null', '', 'NA', 'NAN', 'nan', 'None']);

/** Values by variable, one a line; undefined: missing. */
export type Columns = ReadonlyMap<string, readonly (string | undefined)[]>;

/**
 * Reads a body of columns.
 * @param names all of which must be there
 * @throws Refusal 422 for another body, 500 for columns of different lengths (the real one fails in pandas)
 */
export function readColumns(body: unknown, names: readonly string[]): Columns {
  if (!isObject(body)) throw new Refusal(422, [notAnObject(['body'], body)]);
  const columns = new Map<string, readonly string[]>();
  const findings = names.flatMap((name): Finding[] => {
    const value = body[name];
    if (value === undefined) return [missing(['body', name], body)];
    if (!Array.isArray(value)) return [notAList(['body', name], value)];
    columns.set(name, value as readonly string[]);
    return value.flatMap((one: unknown, line) =>
      typeof one === 'string' ? [] : [notAString(['body', name, line], one)],
    );
  });
  refuseFindings(findings);
  if (new Set([...columns.values()].map(({ length }) => length)).size > 1)
    throw new Refusal(500, 'Internal Server Error');
  return new Map(
    [...columns].map(([name, values]) => [
      name,
      values.map((value) => (blanks.has(value.trim()) ? undefined : value.trim())),
    ]),
  );
}

/** The texts of a column in which none may be missing. @throws Refusal 400 with the lines that have none */
export function neededTexts(columns: Columns, name: string): string[] {
  const values = columns.get(name) ?? [];
  const lines = values.flatMap((value, line) => (value === undefined ? [line] : []));
  if (lines.length > 0)
    throw new Refusal(400, `The ${name} is missing for some liasses. See line(s): ${tuple(lines)}`);
  return values.flatMap((value) => value ?? []);
}
