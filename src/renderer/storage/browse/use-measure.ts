/** Counts what lies below a selection, with its progress. */
import { useEffect, useState } from 'react';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { Selection } from '../../../shared/contract/storage/listing.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';

export interface Measured {
  readonly objects: number;
  readonly bytes: number;
  readonly done: boolean;
  readonly failure?: FailureData;
}

/** Begins with zero; leaving the screen stops the count. */
export function useMeasure(selection: Selection | undefined): Measured {
  const [measured, setMeasured] = useState<Measured>({ objects: 0, bytes: 0, done: false });
  const key = JSON.stringify(selection);
  useEffect(() => {
    if (!selection) return;
    const ending = new AbortController();
    const { signal } = ending;
    setMeasured({ objects: 0, bytes: 0, done: false });
    const count = async () => {
      try {
        for await (const state of core.storage.measure({ selection }, { signal })) setMeasured(state);
      } catch (error) {
        if (!signal.aborted) setMeasured((before) => ({ ...before, failure: failureOf(error) }));
      }
    };
    void count();
    return () => ending.abort();
    // The same selection is the same count, however often it was made anew.
  }, [key]);
  return measured;
}
