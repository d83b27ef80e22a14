/** A log, followed while it is shown. */
import { useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { LogLines } from '../../../shared/contract/services.ts';
import { usePipeState } from '../core.ts';
import { failureOf } from '../failures.ts';
import { appended, withoutControls, type LogLine } from './log-lines.ts';

export interface LogState {
  readonly lines: readonly LogLine[];
  readonly state: 'loading' | 'following' | 'ended' | 'reconnecting';
  readonly failure?: FailureData;
}

export interface Log extends LogState {
  /** Begins anew. */
  readonly retry: () => void;
}

const empty: LogState = { lines: [], state: 'loading' };

/**
 * Starts anew when another place is meant, and after the pipe was lost: the stream then begins again too.
 * @param place unlike that of any other log; undefined: there is none
 * @param open begins the stream of that place
 */
export function useLog(
  place: string | undefined,
  open: (signal: AbortSignal) => AsyncIterable<z.infer<typeof LogLines>>,
): Log {
  const [log, setLog] = useState<LogState>(empty);
  const [attempt, setAttempt] = useState(0);
  const isConnected = usePipeState() === 'connected';
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    if (!isConnected || place === undefined) return;
    const abort = new AbortController();
    setLog(empty);
    const follow = async () => {
      try {
        for await (const { lines, state } of latest.current(abort.signal)) {
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
  }, [place, isConnected, attempt]);
  return { ...log, retry: () => setAttempt(attempt + 1) };
}
