/** DuckDB in its worker thread, as the core calls it. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Cell } from '../../../../shared/contract/storage/preview.ts';
import type {
  DuckAnswer,
  DuckCall,
  DuckRequest,
  DuckValue,
  OpenSettings,
  WorkerSettings,
} from './duck-protocol.ts';

export interface Duck {
  /** Opens a database under a name. @throws DuckError */
  open(settings: OpenSettings): Promise<void>;
  /** Runs one statement; statements under the same name wait for each other. @throws DuckError */
  run(name: string, sql: string, values?: readonly DuckValue[]): Promise<Cell[][]>;
  /** Lets what runs under that name end with an error. */
  interrupt(name: string): Promise<void>;
  /** Interrupts and closes; nothing happens when it is not open. */
  close(name: string): Promise<void>;
  end(): Promise<void>;
}

/** What DuckDB said, taken apart (`errors_as_json`). */
export class DuckError extends Error {
  override readonly name = 'DuckError';
  /** `Binder`, `Out of Memory`, `Permission`...; empty when it did not say. */
  readonly type: string;
  /** Byte offset in the statement. */
  readonly position: number | undefined;

  constructor(text: string) {
    const known = parsed(text);
    super(known?.message ?? text);
    this.type = known?.type ?? '';
    this.position = known?.position;
  }
}

function parsed(text: string): { message: string; type: string; position: number | undefined } | undefined {
  const start = text.indexOf('{"exception_type"');
  if (start === -1) return undefined;
  try {
    const said = JSON.parse(text.slice(start)) as Record<string, string | undefined>;
    const position = Number(said['position'] ?? Number.NaN);
    return {
      message: said['exception_message'] ?? text,
      type: said['exception_type'] ?? '',
      position: Number.isNaN(position) ? undefined : position,
    };
  } catch {
    return undefined;
  }
}

/** Starts the worker. Everything under way rejects when it ends. */
export function startDuck(settings: WorkerSettings): Duck {
  const extension = path.extname(import.meta.url);
  const worker = new Worker(new URL(`query-worker${extension}`, import.meta.url), { workerData: settings });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  let ended: Error | undefined;

  worker.on('message', (answer: DuckAnswer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failed' in answer) call?.reject(new DuckError(answer.failed));
    else call?.resolve(answer.value);
  });
  const fail = (error: Error) => {
    ended = error;
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(ended ?? new Error('DuckDB was closed')));

  function ask<Call extends keyof DuckCall>(
    call: Call,
    input: DuckCall[Call]['input'],
  ): Promise<DuckCall[Call]['output']> {
    if (ended) return Promise.reject(ended);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ id, call, input } satisfies DuckRequest);
    });
  }

  return {
    open: (opened) => ask('open', opened),
    run: (name, sql, values) => ask('run', { name, sql, ...(values && { values }) }),
    interrupt: (name) => ask('interrupt', { name }),
    close: (name) => ask('close', { name }),
    end: async () => {
      if (!ended) await ask('end', undefined).catch(() => undefined);
      await worker.terminate();
    },
  };
}

/** Pause between two interruptions, in milliseconds: one that comes just before a statement begins is lost. */
const insisting = 50;

/** Interrupts what runs under a name when the signal says so, again and again until the result is called. */
export function interruptOn(duck: Duck, name: string, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => void duck.interrupt(name).catch(() => undefined);
  const begin = () => {
    interrupt();
    timer ??= setInterval(interrupt, insisting);
  };
  signal.addEventListener('abort', begin, { once: true });
  if (signal.aborted) begin();
  return () => {
    signal.removeEventListener('abort', begin);
    clearInterval(timer);
  };
}
