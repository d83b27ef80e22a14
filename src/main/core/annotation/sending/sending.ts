/** Sending: a loop a campaign, woken by decisions, by the network and by the laptop that opens. */
import type { SendState } from '../../../../shared/contract/annotation/coding.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { AnnotationContext, AnnotationSurroundings } from '../annotation-context.ts';
import { campaignOfKey } from '../coding/campaign-key.ts';
import type { Desk, Desks } from '../coding/desks.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { adoptParts } from './adopt-parts.ts';
import { createSendLoop, type Counted, type SendLoop, type SendTimes } from './send-loop.ts';
import { sendParts } from './send-parts.ts';
import { countSetAside, setAside } from './set-aside.ts';

export interface Sending {
  /** Something was written to the journal. */
  decided(desk: Desk): Promise<void>;
  /** Sends now, and fetches what other laptops sent. @throws Failure */
  now(desk: Desk): Promise<void>;
  /** Fetches what other laptops sent. @throws Failure */
  catchUp(desk: Desk, signal: AbortSignal): Promise<void>;
  follow(desk: Desk, signal: AbortSignal): AsyncIterable<SendState>;
  /** Takes up what waits of the person who works now. */
  enter(context: AnnotationContext | undefined): Promise<void>;
  /** Tries once to send all that waits, in every campaign; what could not be sent waits on. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Other laptops are asked no more often than this while one codes, in milliseconds. */
const fetchEvery = 60_000;

/** @param afterSent is told when nothing of a campaign waits any more; @param woken when network or laptop came back. */
export function createSending(parts: {
  readonly desks: Desks;
  readonly files: CampaignFiles;
  readonly surroundings: Pick<AnnotationSurroundings, 'host' | 'report'>;
  readonly times: SendTimes;
  afterSent(desk: Desk): Promise<void>;
  woken(desk: Desk): Promise<void>;
}): Sending {
  const { desks, files, times } = parts;
  const { host, report } = parts.surroundings;
  const { clock } = host;
  const loops = new Map<Desk, SendLoop>();
  const fetchedAt = new WeakMap<Desk, number>();
  let context: AnnotationContext | undefined;
  let leave = () => {};
  let waking: Promise<void> = Promise.resolve();
  const stopResume = host.onResume(() => wakeAll());

  async function catchUp(desk: Desk, signal?: AbortSignal): Promise<void> {
    await adoptParts(desk, files, clock, signal);
    fetchedAt.set(desk, clock());
  }

  async function waitingOf(desk: Desk): Promise<number> {
    const unsent = await desk.context.store.decisions.unsent();
    return unsent.find(({ campaign }) => campaign === desk.key)?.entries ?? 0;
  }

  async function count(desk: Desk): Promise<Counted> {
    const conflicts = desk.book.conflicts().map(async ({ item, decisions }) => ({
      item,
      text: (await desk.kept.item(item))?.text ?? '',
      decisions: [...decisions],
    }));
    return {
      waiting: await waitingOf(desk),
      sent: desk.book.sent(),
      conflicts: await Promise.all(conflicts),
      setAside: await countSetAside(desk.context.store, desk.key),
    };
  }

  async function work(desk: Desk): Promise<void> {
    await setAside(
      desk.context.store,
      desk.key,
      desk.book.damaged.map(({ id: what, record }) => ({ what, reason: 'unreadable', record, at: clock() })),
    );
    await sendParts(desk, files, clock);
    if (clock() - (fetchedAt.get(desk) ?? 0) >= fetchEvery) await catchUp(desk);
    if ((await waitingOf(desk)) === 0) await parts.afterSent(desk);
  }

  function loopOf(desk: Desk): SendLoop {
    const known =
      loops.get(desk) ??
      createSendLoop({
        times,
        clock,
        work: () => work(desk),
        count: () => count(desk),
        report: (error) => report(error, 'send decisions'),
      });
    loops.set(desk, known);
    return known;
  }

  /** Every campaign of which something waits, and every one that was opened. */
  async function all(): Promise<readonly Desk[]> {
    const waiting = (await context?.store.decisions.unsent()) ?? [];
    const opened = await Promise.allSettled(waiting.map(({ campaign }) => desks.at(campaignOfKey(campaign))));
    for (const one of opened) if (one.status === 'rejected') report(one.reason, 'open decisions');
    return desks.opened();
  }

  function wakeAll(): void {
    const wake = async (desk: Desk) => {
      fetchedAt.delete(desk);
      await loopOf(desk).wake();
      await parts.woken(desk);
    };
    waking = all()
      .then(async (found) => void (await Promise.all(found.map(wake))))
      .catch((error: unknown) => {
        if (!isFailure(error)) report(error, 'wake sending');
      });
  }

  async function closeLoops(): Promise<void> {
    const closing = [...loops.values()].map((loop) => loop.close());
    loops.clear();
    await Promise.all(closing);
  }

  return {
    decided: (desk) => loopOf(desk).decided(),
    now(desk) {
      fetchedAt.delete(desk);
      return loopOf(desk).now();
    },
    catchUp,
    async *follow(desk, signal) {
      const loop = loopOf(desk);
      await loop.decided();
      yield* loop.state.follow(signal);
    },
    async enter(entered) {
      leave();
      leave = () => {};
      context = entered;
      await closeLoops();
      desks.clear();
      if (!entered || context !== entered) return;
      const { reachability } = entered.network;
      leave = reachability.onChange(() => {
        if (reachability.state().state === 'online') wakeAll();
      });
      wakeAll();
    },
    async flush() {
      await Promise.all((await all()).map((desk) => loopOf(desk).wake()));
    },
    async close() {
      stopResume();
      leave();
      context = undefined;
      await closeLoops();
      await waking;
    },
  };
}
