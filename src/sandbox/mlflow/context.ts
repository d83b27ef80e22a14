/** What the calls of the API work on. */
import type { DatabaseSync } from 'node:sqlite';
import type { ArtifactFiles } from './artifact-files.ts';
import type { Raw } from './fields.ts';

export interface Context {
  readonly database: DatabaseSync;
  readonly artifacts: ArtifactFiles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when a registered model, a version or an alias changed. */
  readonly registryChanged: (model: string) => void;
}

/** Answers one call; `path` has the values of its address's `:names`. Throws MlflowError. */
export type Handler = (context: Context, raw: Raw, path: Readonly<Record<string, string>>) => unknown;

/** Calls by method and address below `/api/2.0/mlflow/`, such as `GET logged-models/:id`. */
export type Calls = Readonly<Record<string, Handler>>;

/** The object without the members that are undefined or empty lists, as protobuf writes messages. */
export function message<T extends Readonly<Record<string, unknown>>>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined && !(Array.isArray(one) && one.length === 0)),
  ) as T;
}
