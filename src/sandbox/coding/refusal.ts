/** What the coding API answers instead of predictions, in the words of FastAPI and Pydantic. Pure. */

/** An answer of 400 and more with a `detail`. */
export class Refusal extends Error {
  readonly status: number;
  readonly detail: unknown;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, detail: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`${status}`);
    this.status = status;
    this.detail = detail;
    this.headers = headers;
  }
}

/** What is wrong at one place of a request, as Pydantic 2 words it. */
export interface Finding {
  readonly type: string;
  /** `['query', 'top_k']`, `['body', 'forms', 0, 'nature']`. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** A place of a request. */
export type Location = Finding['loc'];

export const missing = (loc: Location, input: unknown): Finding => ({
  type: 'missing',
  loc,
  msg: 'Field required',
  input,
});

export const notAString = (loc: Location, input: unknown): Finding => ({
  type: 'string_type',
  loc,
  msg: 'Input should be a valid string',
  input,
});

export const notAList = (loc: Location, input: unknown): Finding => ({
  type: 'list_type',
  loc,
  msg: 'Input should be a valid list',
  input,
});

export const notAnObject = (loc: Location, input: unknown): Finding => ({
  type: 'model_attributes_type',
  loc,
  msg: 'Input should be a valid dictionary or object to extract fields from',
  input,
});

/** A rule of the API itself that raised a `ValueError`. */
export const ruleBroken = (loc: Location, input: unknown, message: string): Finding => ({
  type: 'value_error',
  loc,
  msg: `Value error, ${message}`,
  input,
  ctx: { error: {} },
});

/** @throws Refusal 422 where anything was found */
export function refuseFindings(findings: readonly Finding[]): void {
  if (findings.length > 0) throw new Refusal(422, findings);
}

/** Places as Python prints a tuple of them: `(0,)`, `(0, 2)`. */
export function tuple(places: readonly number[]): string {
  return places.length === 1 ? `(${places[0]},)` : `(${places.join(', ')})`;
}

/** Texts as Python prints a list of them. */
export function list(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${text}'`).join(', ')}]`;
}

/** An object of JSON. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
