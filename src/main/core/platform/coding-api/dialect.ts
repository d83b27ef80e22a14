/** One form in which the coding API was served. */
import type { CodingDialect } from '../../../../shared/contract/annotation/suggestions.ts';
import type { CodingForm } from './coding-form.ts';

export interface CodingRequest {
  readonly method: 'GET' | 'POST';
  /** Below the address of the API. */
  readonly path: string;
  /** Undefined values are left out. */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
}

export type DialectId = Exclude<CodingDialect, 'auto'>;

export interface Dialect {
  readonly id: DialectId;
  /** The operation of its own, as an OpenAPI description names it, and parameters of which it has all; no other dialect has these. */
  readonly operation: { readonly method: 'get' | 'post'; readonly parameters: readonly string[] };
  /** Asks for one text. */
  single(form: CodingForm): CodingRequest;
  /** Asks for many texts; its answer is a list in their order. */
  readonly batch?: (forms: readonly CodingForm[]) => CodingRequest;
}

/** Codes asked for: enough for five suggestions and the confidence index. */
export const wanted = '5';
/** No code is held back: with more, a server refuses a text (and the batch around it) that it is not sure of. */
export const leastProbability = '0';

/** Texts by variable, as batches of columns take them: what is missing is an empty text. */
export function columnsOf<Name extends string>(
  forms: readonly CodingForm[],
  variables: Readonly<Record<Name, (form: CodingForm) => string | undefined>>,
): Record<Name, string[]> {
  const entries = Object.entries(variables) as [Name, (form: CodingForm) => string | undefined][];
  return Object.fromEntries(
    entries.map(([name, valueOf]) => [name, forms.map((form) => valueOf(form) ?? '')]),
  ) as Record<Name, string[]>;
}

/** The same for one text. */
export function valuesOf(
  form: CodingForm,
  variables: Readonly<Record<string, (form: CodingForm) => string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).map(([name, valueOf]) => [name, valueOf(form)]));
}
