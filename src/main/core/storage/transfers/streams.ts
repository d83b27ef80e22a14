/** The streams that all transfers of one direction share: their number follows what the network and the server bear. */
import { failure } from '../../../../shared/contract/errors.ts';
import { fewerStreams, firstStreams, nextStreams, type Streams } from './adaptive.ts';

export interface StreamGate {
  /** Waits for a free stream; call the result when it ended. @throws Failure `cancelled` */
  enter(signal: AbortSignal): Promise<() => void>;
  /** Counts what went through; a small file costs as much as a piece of a big one. */
  passed(bytes: number): void;
  /** The server is pressed. */
  slow(): void;
  limit(): number;
  close(): void;
}

/** A request costs a server about as much as so many bytes. */
const requestWeight = 128 * 1024;

export function createStreamGate(): StreamGate {
  let streams: Streams = firstStreams;
  let used = 0;
  let full = false;
  let through = 0;
  let slowedAt = -Infinity;
  const waiting: (() => void)[] = [];

  const admit = () => {
    while (used < streams.limit && waiting.length > 0) {
      used += 1;
      waiting.shift()?.();
    }
  };
  const timer = setInterval(() => {
    streams = nextStreams(streams, through, full);
    full = waiting.length > 0;
    through = 0;
    admit();
  }, 1000);
  timer.unref();

  return {
    async enter(signal) {
      if (signal.aborted) throw failure('cancelled', 'Cancelled');
      if (used < streams.limit && waiting.length === 0) used += 1;
      else {
        full = true;
        await new Promise<void>((resolve, reject) => {
          const admitted = () => {
            signal.removeEventListener('abort', given);
            resolve();
          };
          const given = () => {
            const at = waiting.indexOf(admitted);
            if (at >= 0) waiting.splice(at, 1);
            reject(failure('cancelled', 'Cancelled'));
          };
          signal.addEventListener('abort', given, { once: true });
          waiting.push(admitted);
        });
      }
      let left = false;
      return () => {
        if (left) return;
        left = true;
        used -= 1;
        through += requestWeight;
        admit();
      };
    },
    passed: (bytes) => {
      through += bytes;
    },
    slow() {
      // What was under way when the server complained complains too: that is one complaint.
      if (performance.now() - slowedAt < 1000) return;
      slowedAt = performance.now();
      streams = fewerStreams(streams);
    },
    limit: () => streams.limit,
    close: () => clearInterval(timer),
  };
}
