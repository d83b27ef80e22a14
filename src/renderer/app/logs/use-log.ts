/** The log of one container, followed while it is shown. */
import { useEffect, useState } from 'react';
import type { FailureData } from '../../shared/contract/errors.ts';
import { core, usePipeState } from '../app/core.ts';
import { failureOf } from '../app/failures.ts';
import { appended, withoutControls, type LogLine } from './log-lines.ts';

export interface LogState {
  readonly lines: readonly LogLine[];
  readonly state: 'loading' | 'following' | 'ended' | 'reconnecting';
  readonly failure?: FailureData;
}

export interface LogPlace {
  readonly id: string;
  readonly pod: string;
  readonly container: string | undefined;
  readonly previous: boolean;
}

const empty: LogState = { lines: [], state: 'loading' };

/** Starts anew when another container is chosen, and after the pipe was lost: the stream then begins again too. */
export function useLogs({ id, pod, container, previous }: LogPlace, attempt: number): LogState {
  const [log, setLog] = useState<LogState>(empty);
  const isConnected = usePipeState() === 'connected';
  useEffect(() => {
    if (!isConnected || !pod) return;
    const abort = new AbortController();
    setLog(empty);
    const follow = async () => {
      try {
        for await (const { lines, state } of core.services.logs(
          { id, pod, previous, ...(container ? { container } : {}) },
          { signal: abort.signal },
        )) {
          setLog((now) => ({
            state,
            lines: appended(
              now.lines,
              lines.map((line) => ({ at: line.at, text: withoutControls(line.text) })),
            ),
          }));
        }
        if (!abort.signal.aborted) setLog((now) => ({ ...now, state: 'ended' }));
      } catch (error) {
        if (!abort.signal.aborted) setLog((now) => ({ ...now, state: 'ended', failure: failureOf(error) }));
      }
    };
    void follow();
    return () => abort.abort();
  }, [id, pod, container, previous, isConnected, attempt]);
  return log;
}
