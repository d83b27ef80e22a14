/** The fields of a request, checked as MLflow checks them: by type, then whether they are there (`server/handlers.py`). */
import { invalid } from './errors.ts';

export type Raw = Readonly<Record<string, unknown>>;

interface Kinds {
  text: string;
  integer: number;
  number: number;
  boolean: boolean;
  texts: readonly string[];
  objects: readonly Raw[];
}

export interface Field<K extends keyof Kinds = keyof Kinds, Required extends boolean = boolean> {
  readonly kind: K;
  readonly required: Required;
  /** What is wrong with a value of the right type, which came as `given`; undefined when nothing is. */
  check(value: Kinds[K], given: unknown): string | undefined;
}

export type Values<S extends Readonly<Record<string, Field>>> = {
  readonly [Name in keyof S]: S[Name] extends Field<infer K, infer Required>
    ? Required extends true
      ? Kinds[K]
      : Kinds[K] | undefined
    : never;
};

/** A field that may be left out. */
export const optional = <K extends keyof Kinds>(
  kind: K,
  check: Field<K>['check'] = () => undefined,
): Field<K, false> => ({ kind, required: false, check });

/** A field that must be there and not empty. */
export const required = <K extends keyof Kinds>(
  kind: K,
  check: Field<K>['check'] = () => undefined,
): Field<K, true> => ({ kind, required: true, check });

/** The values of one name in a query string: for a list all of them, else the first. */
export class QueryValues extends Array<string> {}

const given = (raw: Raw, name: string, kind: keyof Kinds): unknown => {
  const value = raw[name];
  if (!(value instanceof QueryValues)) return value;
  return kind === 'texts' ? [...value] : value[0];
};

const more = ' See the API docs for more information about request parameters.';

/** The type of a JSON value as Python names it. */
const pythonType = (value: unknown): string => {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return { string: 'str', boolean: 'bool' }[typeof value as string] ?? 'dict';
};

/** "Invalid value … for parameter '…' supplied", with what else is to be said. */
export const invalidValue = (path: string, value: unknown, hint?: string): string =>
  `Invalid value ${JSON.stringify(value)} for parameter '${path}' supplied${hint === undefined ? '.' : `: ${hint}`}`;

/** "Missing value for required parameter '…'." */
export const missingValue = (path: string): string => `Missing value for required parameter '${path}'.`;

const specialNumbers: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

/** A number as JSON of protobuf writes it: also as text, and `NaN` and infinities by their names; undefined for anything else. */
export const readNumber = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const read = specialNumbers[value] ?? Number(value);
  return Number.isNaN(read) && value !== 'NaN' ? undefined : read;
};

const readers: { readonly [K in keyof Kinds]: (value: unknown) => Kinds[K] | undefined } = {
  text: (value) => (typeof value === 'string' ? value : undefined),
  integer: (value) => {
    const read = readNumber(value);
    return read !== undefined && Number.isInteger(read) ? read : undefined;
  },
  number: readNumber,
  boolean: (value) =>
    typeof value === 'boolean'
      ? value
      : ({ true: true, false: false } as Record<string, boolean>)[String(value)],
  texts: (value) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined,
  objects: (value) =>
    Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null)
      ? (value as Raw[])
      : undefined,
};

/** Reads the fields that a call knows; others are overlooked. @throws MlflowError */
export function readFields<const S extends Readonly<Record<string, Field>>>(raw: Raw, schema: S): Values<S> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema)) {
    const value =
      given(raw, name, field.kind) ?? (name === 'run_id' ? given(raw, 'run_uuid', 'text') : undefined);
    if (value === undefined || value === null || value === '') {
      if (field.required) throw invalid(missingValue(name) + more);
      if (value === '' && field.kind === 'text') values[name] = value;
      continue;
    }
    const read = readers[field.kind](value);
    if (read === undefined) throw invalid(wrongType(name, value) + more);
    const problem = field.check(read, value);
    if (problem !== undefined) throw invalid(problem + more);
    values[name] = read;
  }
  return values as Values<S>;
}

const wrongType = (name: string, given: unknown): string =>
  invalidValue(name, given, ` Hint: Value was of type '${pythonType(given)}'.`);

/** A limit of `max_results`. */
export const atMost =
  (name: string, limit: number) =>
  (value: number, given: unknown): string | undefined =>
    value > limit ? wrongType(name, given) : undefined;

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Tags and parameters of a request. */
export const keyValues = (list: readonly Raw[] | undefined): KeyValue[] =>
  (list ?? []).map(({ key, value }) => ({ key: textOf(key), value: textOf(value) }));
