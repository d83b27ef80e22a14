/** What a person asked for and did not get: one line above the commands until it is dismissed. Also speaks to screen readers. */
import { create } from 'zustand';
import type { FailureData } from '../../shared/contract/errors.ts';
import { failureOf } from './failures.ts';

export interface Notice {
  readonly failure: FailureData;
  readonly retry?: () => void;
}

interface Notices {
  readonly notice: Notice | undefined;
  /** Last thing said to screen readers. */
  readonly said: string;
  show(notice: Notice): void;
  dismiss(): void;
  say(text: string): void;
}

export const useNotices = create<Notices>()((set) => ({
  notice: undefined,
  said: '',
  show: (notice) => set({ notice }),
  dismiss: () => set({ notice: undefined }),
  say: (said) => set({ said }),
}));

/** Tells a screen reader something that others can see. */
export function announce(text: string): void {
  useNotices.getState().say(text);
}

/** Runs what a person asked for; a failure becomes the notice, with the same again as its way out. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'cancelled') {
      useNotices.getState().show({
        failure,
        retry: () => {
          useNotices.getState().dismiss();
          void attempt(work);
        },
      });
    }
    return undefined;
  }
}
