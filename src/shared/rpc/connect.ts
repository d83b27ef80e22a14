/** The renderer's end: a typed client over a pipe that may be lost and found again. */
import { Failure, failure } from '../contract/errors.ts';
import type { CallOptions, Client, Contract } from '../contract/operation.ts';
import { FromCore, window, type Pipe, type ToCore } from './wire.ts';

export type ConnectionState = 'connecting' | 'connected' | 'lost';

export interface Connection<C extends Contract> {
  readonly client: Client<C>;
  readonly state: () => ConnectionState;
  /** Calls back on every change of state; returns a way to stop. */
  onState(listener: (state: ConnectionState) => void): () => void;
  close(): void;
}

interface Waiting {
  readonly message: Extract<ToCore, { call: string }>;
  readonly isStream: boolean;
  value(value: unknown): void;
  done(): void;
  failed(error: Failure): void;
}

/** Pauses before each attempt to open the pipe again, in milliseconds; the last one repeats. */
const pauses = [100, 250, 500, 1000, 2000];

/**
 * Opens a pipe and keeps it open. When it is lost, single calls that wait fail with `unreachable`
 * (nobody knows whether a mutation was done), while streams are asked for anew as soon as a pipe is back:
 * a stream's first value is always the whole present state, so the reader loses nothing.
 */
export function connect<C extends Contract>(contract: C, open: () => Promise<Pipe>): Connection<C> {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'connecting';
  let pipe: Pipe | undefined;
  let ended = false;
  let nextId = 0;
  let attempt = 0;

  const become = (next: ConnectionState) => {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener(next);
  };

  async function establish(): Promise<void> {
    while (!ended && !pipe) {
      try {
        const opened = await open();
        if (ended) return opened.close();
        pipe = opened;
        attempt = 0;
        opened.receive(deliver);
        opened.closed(() => lost(opened));
        for (const call of waiting.values()) opened.send(call.message);
        become('connected');
      } catch {
        become('lost');
        const pause = pauses[Math.min(attempt, pauses.length - 1)] ?? 0;
        attempt += 1;
        await new Promise((resolve) => setTimeout(() => resolve(undefined), pause));
      }
    }
  }

  function lost(which: Pipe): void {
    if (pipe !== which) return;
    pipe = undefined;
    for (const call of [...waiting.values()]) {
      if (!call.isStream)
        call.failed(failure('unreachable', 'The connection to Sardonyx was lost', { reason: 'pipe-lost' }));
    }
    become('lost');
    void establish();
  }

  function deliver(message: unknown): void {
    const parsed = FromCore.safeParse(message);
    if (!parsed.success) return;
    const call = waiting.get(parsed.data.id);
    if (!call) return;
    if ('failed' in parsed.data) call.failed(new Failure(parsed.data.failed));
    else if ('done' in parsed.data) call.done();
    else call.value(parsed.data.value);
  }

  function start(call: Waiting): void {
    waiting.set(call.message.id, call);
    pipe?.send(call.message);
  }

  function ask(name: string, input: unknown, options: CallOptions = {}): Promise<unknown> {
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const finish = () => {
        waiting.delete(id);
        options.signal?.removeEventListener('abort', cancel);
      };
      const cancel = () => {
        finish();
        pipe?.send({ id, cancel: true });
        reject(failure('cancelled', 'Cancelled'));
      };
      if (options.signal?.aborted) return reject(failure('cancelled', 'Cancelled'));
      options.signal?.addEventListener('abort', cancel, { once: true });
      start({
        message: { id, call: name, input },
        isStream: false,
        value: (value) => (finish(), resolve(value)),
        done: () => (finish(), resolve(undefined)),
        failed: (error) => (finish(), reject(error)),
      });
    });
  }

  async function* follow(name: string, input: unknown, options: CallOptions = {}): AsyncGenerator<unknown> {
    const id = nextId++;
    const values: unknown[] = [];
    let ending: { error?: Failure } | undefined;
    let wake = () => {};
    const end = (error?: Failure) => {
      ending ??= error ? { error } : {};
      waiting.delete(id);
      wake();
    };
    const cancel = () => {
      if (waiting.has(id)) pipe?.send({ id, cancel: true });
      end();
    };
    if (options.signal?.aborted) return;
    options.signal?.addEventListener('abort', cancel, { once: true });
    start({
      message: { id, call: name, input, credit: window },
      isStream: true,
      value: (value) => (values.push(value), wake()),
      done: () => end(),
      failed: (error) => end(error),
    });
    try {
      for (;;) {
        while (values.length > 0) {
          yield values.shift();
          pipe?.send({ id, more: 1 });
        }
        if (ending?.error) throw ending.error;
        if (ending) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      cancel();
      options.signal?.removeEventListener('abort', cancel);
    }
  }

  const client = Object.fromEntries(
    Object.entries(contract).map(([capability, operations]) => [
      capability,
      Object.fromEntries(
        Object.entries(operations).map(([name, operation]) => [
          name,
          (input: unknown, options?: CallOptions) =>
            operation.kind === 'stream'
              ? follow(`${capability}.${name}`, input, options)
              : ask(`${capability}.${name}`, input, options),
        ]),
      ),
    ]),
  ) as Client<C>;

  void establish();
  return {
    client,
    state: () => state,
    onState: (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    close: () => {
      ended = true;
      const open = pipe;
      pipe = undefined;
      open?.close();
      for (const call of [...waiting.values()]) call.failed(failure('cancelled', 'Closed'));
    },
  };
}
