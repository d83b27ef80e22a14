/** Work that several wait for at once: begun for the first, ended when the last has gone. */
import { failure } from '../../../../shared/contract/errors.ts';

/** Makes it. Who asks while it runs gets the same; it is told to end only when everybody who waits has gone. */
export function sharedWork<Input>(
  work: (signal: AbortSignal, input: Input) => Promise<void>,
): (signal: AbortSignal, input: Input) => Promise<void> {
  let current: { readonly answer: Promise<void>; readonly end: AbortController; waiting: number } | undefined;

  return async (signal, input) => {
    if (signal.aborted) throw failure('cancelled', 'Cancelled');
    if (!current || current.end.signal.aborted) {
      const end = new AbortController();
      const begun = { answer: work(end.signal, input), end, waiting: 0 };
      current = begun;
      const over = () => {
        if (current === begun) current = undefined;
      };
      begun.answer.then(over, over);
    }
    const own = current;
    own.waiting += 1;
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        own.waiting -= 1;
        if (own.waiting === 0) own.end.abort();
        reject(failure('cancelled', 'Cancelled'));
      };
      signal.addEventListener('abort', leave, { once: true });
      own.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  };
}
