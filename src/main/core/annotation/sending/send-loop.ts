/** When the decisions of one campaign are sent: soon after the last one, at once when many wait, again and again while it does not work. */
import type { SendState } from '../../../../shared/contract/annotation/coding.ts';
import { failure, isFailure, type Failure } from '../../../../shared/contract/errors.ts';
import { live, type Followed } from '../../live.ts';

export interface SendTimes {
  /** Milliseconds after the last decision. */
  readonly rest: number;
  /** Decisions that are sent without rest. */
  readonly many: number;
  /** Milliseconds before the first repetition; each pause is twice the one before, up to `longestPause`. */
  readonly firstPause: number;
  readonly longestPause: number;
}

export const sendTimes: SendTimes = { rest: 3000, many: 50, firstPause: 2000, longestPause: 300_000 };

/** What of the state the loop does not know by itself. */
export type Counted = Pick<SendState, 'waiting' | 'sent' | 'conflicts' | 'setAside'>;

export interface SendLoop {
  readonly state: Followed<SendState>;
  /** Something was decided: counts anew, and sends when it is time. */
  decided(): Promise<void>;
  /** Sends now. @throws Failure what went wrong */
  now(): Promise<void>;
  /** As `now`, where something waits or failed; never throws. */
  wake(): Promise<void>;
  /** What is under way comes to its end; nothing begins any more. */
  close(): Promise<void>;
}

/** @param work sends and fetches; @param count looks at the store. */
export function createSendLoop(parts: {
  readonly times: SendTimes;
  readonly clock: () => number;
  readonly work: () => Promise<void>;
  readonly count: () => Promise<Counted>;
  readonly report: (error: unknown) => void;
}): SendLoop {
  const { times, clock } = parts;
  const state = live<SendState>({ waiting: 0, sent: 0, conflicts: [], setAside: 0, state: 'idle' });
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<Failure | undefined> | undefined;
  let attempts = 0;
  let isClosed = false;

  const set = (change: Partial<SendState>) => state.set({ ...state.get(), ...change });
  const counted = async () => set(await parts.count());

  function plan(milliseconds: number): void {
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(() => void run(), milliseconds);
    timer.unref();
  }

  /** One at a time; who asks while it runs waits for one that begins after. */
  async function run(): Promise<Failure | undefined> {
    while (running) await running;
    running = once().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function once(): Promise<Failure | undefined> {
    clearTimeout(timer);
    if (isClosed) return undefined;
    const { problem: _, ...rest } = state.get();
    state.set({ ...rest, state: 'sending' });
    const problem = await parts.work().then(() => undefined, known);
    if (isClosed) return problem;
    await counted().catch(parts.report);
    if (problem) {
      set({ state: problem.code === 'unreachable' ? 'offline' : 'failed', problem: problem.data });
      const pause = Math.min(times.firstPause * 2 ** attempts, times.longestPause);
      attempts += 1;
      plan(Math.max(pause, (problem.data.retryAfter ?? 0) * 1000));
    } else {
      attempts = 0;
      set({ state: 'idle', lastSentAt: clock() });
      // Decided while this was on its way.
      if (state.get().waiting > 0) plan(times.rest);
    }
    return problem;
  }

  function known(error: unknown): Failure {
    if (isFailure(error)) return error;
    parts.report(error);
    return failure('internal', error instanceof Error ? error.message : String(error));
  }

  return {
    state,
    async decided() {
      await counted();
      const { waiting, state: now } = state.get();
      // While it fails, the pause between attempts holds.
      if (now === 'offline' || now === 'failed' || now === 'sending') return;
      if (waiting >= times.many) void run();
      else plan(times.rest);
    },
    async now() {
      const problem = await run();
      if (problem) throw problem;
    },
    async wake() {
      await counted();
      attempts = 0;
      const { waiting, state: now } = state.get();
      if (waiting > 0 || now === 'offline' || now === 'failed') await run();
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
