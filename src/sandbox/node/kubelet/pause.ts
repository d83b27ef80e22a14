/** A wait that can be cut short. */
export interface Pauses {
  /** Waits, at most for the given milliseconds. Resolves with 'over', 'woken' or 'ended'. */
  wait(milliseconds: number): Promise<'over' | 'woken' | 'ended'>;
  /** Ends the present wait, so that what was waited for is tried again. */
  wake(): void;
  /** Ends the present wait and every later one at once. */
  end(): void;
  readonly ended: boolean;
}

/** Makes waits that `wake` and `end` cut short. */
export function createPauses(): Pauses {
  let ended = false;
  let finish: ((how: 'woken' | 'ended') => void) | undefined;
  return {
    wait(milliseconds) {
      if (ended) return Promise.resolve('ended');
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve('over'), milliseconds);
        finish = (how) => (clearTimeout(timer), resolve(how));
      });
    },
    wake: () => finish?.('woken'),
    end() {
      ended = true;
      finish?.('ended');
    },
    get ended() {
      return ended;
    },
  };
}
