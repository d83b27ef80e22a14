/** One attempt to sign in, step by step, until it is done, failed or given up. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FailureData } from '../../shared/contract/errors.ts';
import type { SignInStep } from '../../shared/contract/sign-in.ts';
import { core } from '../app/core.ts';
import { failureOf } from '../app/failures.ts';

export type SignInState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly steps: readonly SignInStep[] }
  | { readonly kind: 'failed'; readonly failure: FailureData }
  | { readonly kind: 'done'; readonly name: string };

/** Starts and cancels; leaving the screen cancels too. */
export function useSignIn(platform: string) {
  const [state, setState] = useState<SignInState>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);

  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState({ kind: 'idle' });
  }, []);

  const start = useCallback(
    async (way: 'browser' | 'device') => {
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      let steps: readonly SignInStep[] = [];
      setState({ kind: 'running', steps });
      try {
        for await (const step of core.signIn.start({ id: platform, way }, { signal: abort.signal })) {
          if (abort.signal.aborted) return;
          steps = [...steps, step];
          setState(
            step.kind === 'done'
              ? { kind: 'done', name: step.person.name ?? step.person.userName }
              : { kind: 'running', steps },
          );
        }
      } catch (error) {
        if (!abort.signal.aborted) setState({ kind: 'failed', failure: failureOf(error) });
      }
    },
    [platform],
  );

  useEffect(() => () => running.current?.abort(), []);
  return { state, start, cancel };
}
