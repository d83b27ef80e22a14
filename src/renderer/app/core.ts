/** The one connection of this page to the core. */
import { useSyncExternalStore } from 'react';
import { contract } from '../../shared/contract/index.ts';
import { connect, type ConnectionState } from '../../shared/rpc/connect.ts';
import { openPipe } from './pipe.ts';

const connection = connect(contract, openPipe);

/** Calls the core; every call may throw a Failure. */
export const core = connection.client;

/** Whether the pipe to the core is there. */
export function usePipeState(): ConnectionState {
  return useSyncExternalStore((changed) => connection.onState(changed), connection.state);
}
