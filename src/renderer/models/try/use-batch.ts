/** The predicting of a whole file: one at a time, can be stopped, ends with the screen. */
import { useEffect, useRef, useState } from 'react';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';

type Call = typeof core.models.predictFile;
export type BatchInput = Parameters<Call>[0];
export type BatchState = ReturnType<Call> extends AsyncIterable<infer T> ? T : never;

/** Where it is, and why it ended where it did not come to its end. */
export function useBatch() {
  const [state, setState] = useState<BatchState>();
  const [failure, setFailure] = useState<FailureData>();
  const [isRunning, setRunning] = useState(false);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = async (input: BatchInput) => {
    running.current?.abort();
    const ends = new AbortController();
    running.current = ends;
    setState(undefined);
    setFailure(undefined);
    setRunning(true);
    try {
      for await (const next of core.models.predictFile(input, { signal: ends.signal })) {
        setState(next);
        if (next.problem) setFailure(next.problem);
      }
    } catch (error) {
      if (!ends.signal.aborted) setFailure(failureOf(error));
    } finally {
      if (running.current === ends) setRunning(false);
    }
  };
  const stop = () => {
    running.current?.abort();
    setState(undefined);
    setRunning(false);
  };
  return { state, failure, isRunning, start, stop };
}
