/** One form in which the coding API was served. */
import type { Answered } from './echoes.ts';
import type { Parameter, Query } from './parameters.ts';
import type { Identity, ServedModel } from './served.ts';

export interface Call {
  readonly model: ServedModel;
  readonly query: Query;
  /** Parsed; undefined where the endpoint takes none. */
  readonly body: unknown;
  /** Told of what is answered to a person; an evaluation is not logged. */
  log(answered: readonly Answered[]): void;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Fields of the JSON that it takes, for its description; absent: it takes none. */
  readonly body?: readonly string[];
  /** @throws Refusal */
  answer(call: Call): unknown;
}

export interface Dialect {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** What `GET /` says of the model. */
  welcome(model: Identity): object;
  readonly endpoints: readonly Endpoint[];
}

/** The welcome of all but the training course. */
export function welcome({ name, number }: Identity): object {
  return { Message: "Codification de l'APE", Model_name: name, Model_version: number };
}
