/** Which MLflow server a screen is about. */
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { useModelServers } from './model-streams.ts';

export interface ChosenServer {
  /** Undefined while nothing is known. */
  readonly servers: readonly ModelServer[] | undefined;
  /** The one that was asked for, else the first. */
  readonly server: ModelServer | undefined;
  readonly failure: FailureData | undefined;
}

/** The servers and the chosen one among them. */
export function useServer(id: string | undefined): ChosenServer {
  const { value, failure } = useModelServers();
  const server = value?.servers.find((one) => one.id === id) ?? value?.servers[0];
  return { servers: value?.servers, server, failure };
}
