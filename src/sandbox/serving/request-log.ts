/** The log of requests: what was answered becomes Parquet on S3, in batches, soon after and beside the answers. */
import type { Answered } from '../coding/echoes.ts';
import { answeredLog, type LoggedRequest } from '../samples/answered-log.ts';

export interface RequestLogOptions {
  /** Puts an object where the log belongs. */
  readonly keep: (key: string, bytes: Uint8Array) => Promise<void>;
  readonly log: (message: string) => void;
  /** Milliseconds from the first request of a batch until it is written. */
  readonly soon?: number;
}

export interface RequestLog {
  /** Takes what was answered; returns at once. */
  add(answered: readonly Answered[]): void;
  /** Writes what is left. */
  stop(): Promise<void>;
}

const usualSoon = 1_000;
/** Requests that make a batch at once. */
const fullBatch = 5_000;

/**
 * Starts the log. A batch is one file of the folder of its day, `requetes/date=2026-11-20/part-<milliseconds>.parquet`, as the job
 * that the platform runs over the service's log writes them. A batch that cannot be kept is tried again with the next one.
 */
export function startRequestLog({ keep, log, soon = usualSoon }: RequestLogOptions): RequestLog {
  let waiting: LoggedRequest[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let last = 0;

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  }

  async function write(): Promise<void> {
    const batch = waiting;
    waiting = [];
    const days = Map.groupBy(batch, ({ at }) => at.toISOString().slice(0, 10));
    for (const [day, requests] of days) {
      // Two batches never share a name, also after a restart.
      last = Math.max(Date.now(), last + 1);
      try {
        await keep(`requetes/date=${day}/part-${last}.parquet`, await answeredLog(requests));
      } catch (error) {
        log(`request log: ${String(error)}`);
        waiting.unshift(...requests.slice(0, fullBatch));
      }
    }
  }

  return {
    add(answered) {
      for (const { question, at, shown, index } of answered) {
        const { text, type, nature, surface, event } = question;
        waiting.push({ at, text, type, nature, surface, event, shown, index });
      }
      if (waiting.length >= fullBatch) void flush();
      else if (waiting.length > 0) timer ??= setTimeout(() => void flush(), soon);
    },
    async stop() {
      await flush();
    },
  };
}
