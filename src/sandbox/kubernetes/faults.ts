/** What can be made to go wrong on purpose, so that tests can show how a client copes. */

interface FailNext {
  /** HTTP status to answer, for example 503. */
  status: number;
  /** How many requests fail. */
  count: number;
  /** Only requests whose `METHOD /path?query` matches this regular expression. */
  match?: string;
}

export type Fault = 'cut-watches' | 'cut-connections' | 'forget-history';

export interface Faults {
  /** Waited before every answer, in milliseconds. */
  latencyMs: number;
  failNext: FailNext | undefined;
  /** Whether tokens are refused with 401, as when they expired. */
  readonly tokensRejected: boolean;
  /** Whether watches are half-open: connected, and silent. */
  readonly watchesSilent: boolean;
  /** Cuts every open watch's connection. */
  cutWatches(): void;
  /** Cuts every open connection: requests, watches, logs, exec and forwards. */
  cutConnections(): void;
  /** Keeps open watches connected but sends nothing (no event, no bookmark, no end) until set back; then they are cut. */
  silenceWatches(silent: boolean): void;
  /** Makes every past version too old: watches that start from one are answered 410. */
  forgetHistory(): void;
  rejectTokens(rejected: boolean): void;
  /** The status to fail this request with, counting it; undefined when it is to be answered. */
  takeFailure(requestLine: string): number | undefined;
  /** Called by the server: what to do on `cutWatches`, `cutConnections` and `forgetHistory`. Returns a way to stop. */
  listen(listener: (fault: Fault) => void): () => void;
}

/** Faults that are all off. */
export function createFaults(): Faults {
  const listeners = new Set<(fault: Fault) => void>();
  const tell = (fault: Fault) => listeners.forEach((listener) => listener(fault));
  let tokensRejected = false;
  let watchesSilent = false;
  const faults: Faults = {
    latencyMs: 0,
    failNext: undefined,
    get tokensRejected() {
      return tokensRejected;
    },
    get watchesSilent() {
      return watchesSilent;
    },
    cutWatches: () => tell('cut-watches'),
    cutConnections: () => tell('cut-connections'),
    silenceWatches: (silent) => {
      const ended = watchesSilent && !silent;
      watchesSilent = silent;
      // What was missed can no longer be told: like a half-open connection, a silenced watch only ever ends.
      if (ended) tell('cut-watches');
    },
    forgetHistory: () => tell('forget-history'),
    rejectTokens: (rejected) => {
      tokensRejected = rejected;
    },
    takeFailure: (requestLine) => {
      const failure = faults.failNext;
      if (failure === undefined || failure.count <= 0) return undefined;
      if (failure.match !== undefined && !new RegExp(failure.match).test(requestLine)) return undefined;
      failure.count -= 1;
      if (failure.count === 0) faults.failNext = undefined;
      return failure.status;
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return faults;
}
