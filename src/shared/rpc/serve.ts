/** The core's end of a pipe: checks input, runs handlers, paces streams, answers failures. */
import type { z } from 'zod';
import { failure, isFailure, type FailureData } from '../contract/errors.ts';
import type { AnyOperation, Contract, Handlers } from '../contract/operation.ts';
import { ToCore, type Pipe } from './wire.ts';

interface Running {
  readonly abort: AbortController;
  credit: number;
  /** Wakes a stream that waits for credit. */
  wake: () => void;
}

type AnyHandler = (
  input: unknown,
  context: { signal: AbortSignal },
) => Promise<unknown> | AsyncIterable<unknown>;

/**
 * Answers the calls that come through a pipe until it closes.
 * @param report told of every unexpected exception; its text never goes over the wire.
 * @returns a way to stop, which cancels all running calls.
 */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  pipe: Pipe,
  report: (error: unknown, call: string) => void,
): () => void {
  const running = new Map<number, Running>();

  const stop = () => {
    for (const call of running.values()) {
      call.abort.abort();
      call.wake();
    }
    running.clear();
  };

  pipe.closed(stop);
  pipe.receive((message) => {
    const parsed = ToCore.safeParse(message);
    if (!parsed.success) return;
    const asked = parsed.data;
    if ('call' in asked) {
      void answer(asked.id, asked.call, asked.input, asked.credit ?? 1);
    } else if ('more' in asked) {
      const call = running.get(asked.id);
      if (call) {
        call.credit += asked.more;
        call.wake();
      }
    } else {
      const call = running.get(asked.id);
      call?.abort.abort();
      call?.wake();
    }
  });

  async function answer(id: number, name: string, input: unknown, credit: number): Promise<void> {
    const call: Running = { abort: new AbortController(), credit, wake: () => {} };
    running.set(id, call);
    try {
      const { operation, handler } = find(contract, handlers, name);
      const given = parseInput(operation, input);
      const context = { signal: call.abort.signal };
      if (operation.kind === 'stream') {
        await pump(id, call, handler(given, context) as AsyncIterable<unknown>);
        if (running.has(id)) pipe.send({ id, done: true });
      } else {
        const value = await untilAborted(handler(given, context) as Promise<unknown>, call.abort.signal);
        // A value that is undefined would be left out on the way.
        if (running.has(id)) pipe.send(value === undefined ? { id, done: true } : { id, value });
      }
    } catch (error) {
      if (running.has(id)) pipe.send({ id, failed: describe(error, call.abort.signal, name) });
    } finally {
      running.delete(id);
    }
  }

  async function pump(id: number, call: Running, source: AsyncIterable<unknown>): Promise<void> {
    const iterator = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        while (call.credit === 0 && !call.abort.signal.aborted) {
          await new Promise<void>((resolve) => {
            call.wake = resolve;
          });
        }
        const next = await untilAborted(iterator.next(), call.abort.signal);
        if (next.done) return;
        call.credit -= 1;
        pipe.send({ id, value: next.value });
      }
    } finally {
      // Not awaited: a source that is quiet for ever must not hold a cancelled call.
      void Promise.resolve(iterator.return?.()).catch(() => {});
    }
  }

  function describe(error: unknown, signal: AbortSignal, name: string): FailureData {
    if (signal.aborted) return { code: 'cancelled', message: 'Cancelled' };
    if (isFailure(error)) return error.data;
    report(error, name);
    return { code: 'internal', message: `${name} failed unexpectedly` };
  }

  return stop;
}

function find<C extends Contract>(contract: C, handlers: Handlers<C>, name: string) {
  const [capability = '', operationName = ''] = name.split('.');
  const group = Object.hasOwn(contract, capability) ? contract[capability] : undefined;
  const operation = group && Object.hasOwn(group, operationName) ? group[operationName] : undefined;
  if (!operation) throw failure('invalid-input', `There is no call named ${name}`);
  const implemented = handlers[capability as keyof C] as Record<string, AnyHandler>;
  return { operation, handler: implemented[operationName] as AnyHandler };
}

function parseInput(operation: AnyOperation, input: unknown): unknown {
  const parsed = operation.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue: z.core.$ZodIssue | undefined = parsed.error.issues[0];
  const field = issue?.path.map(String).join('.') ?? '';
  throw failure(
    'invalid-input',
    `${field || 'input'}: ${issue?.message ?? 'not valid'}`,
    field ? { field } : {},
  );
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => {});
    return Promise.reject(new Error('aborted'));
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
