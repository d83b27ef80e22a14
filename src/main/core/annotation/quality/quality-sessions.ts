/** The campaigns whose quality is looked at; each ends a while after the last look. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Here } from '../annotation-context.ts';
import { campaignKey } from '../coding/campaign-key.ts';
import { openSession, type QualitySession } from './quality-session.ts';

export interface QualitySessions {
  known(at: CampaignRef): QualitySession | undefined;
  /** Opens it, or takes the one that is open; it stays so at least until it is given back. */
  take(at: CampaignRef): { readonly session: QualitySession; giveBack(): void };
  clear(): Promise<void>;
}

/** Milliseconds after the last look. */
const idleTime = 60_000;
/** Threads at the same time; the one that was not looked at for longest ends first. */
const most = 3;

interface Held {
  readonly session: QualitySession;
  users: number;
  timer?: NodeJS.Timeout;
}

/** Nothing is opened yet. */
export function createSessions(
  parts: Omit<Parameters<typeof openSession>[0], 'at' | 'context'> & { readonly here: Here },
): QualitySessions {
  /** In the order of their last look. */
  const sessions = new Map<string, Held>();
  const keyOf = (at: CampaignRef) => `${parts.here().key} ${campaignKey(at)}`;

  async function end(key: string): Promise<void> {
    const held = sessions.get(key);
    sessions.delete(key);
    clearTimeout(held?.timer);
    await held?.session.close();
  }

  function rest(key: string, held: Held): void {
    clearTimeout(held.timer);
    if (held.users > 0) return;
    held.timer = setTimeout(() => void end(key), idleTime);
    held.timer.unref();
  }

  return {
    known: (at) => sessions.get(keyOf(at))?.session,
    take(at) {
      const key = keyOf(at);
      const held = sessions.get(key) ?? {
        session: openSession({ ...parts, at, context: parts.here() }),
        users: 0,
      };
      held.users += 1;
      clearTimeout(held.timer);
      sessions.delete(key);
      sessions.set(key, held);
      const idle = [...sessions].find(([, { users }]) => users === 0);
      if (sessions.size > most && idle) void end(idle[0]);
      return {
        session: held.session,
        giveBack() {
          held.users -= 1;
          if (sessions.get(key) === held) rest(key, held);
        },
      };
    },
    async clear() {
      await Promise.all([...sessions.keys()].map(end));
    },
  };
}
