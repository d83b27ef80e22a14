/** One form in which the coding API was served. */
import type { CodingModel } from './model.ts';
import type { Parameter, Query } from './parameters.ts';

export interface Call {
  readonly model: CodingModel;
  readonly query: Query;
  /** Parsed; undefined where the endpoint takes none. */
  readonly body: unknown;
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
  welcome(model: CodingModel, version: string): object;
  readonly endpoints: readonly Endpoint[];
}

/** The welcome of all but the training course. */
export function welcome(model: CodingModel, version: string): object {
  return { Message: "Codification de l'APE", Model_name: model.name, Model_version: version };
}
