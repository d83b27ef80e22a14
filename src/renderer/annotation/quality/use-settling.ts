/** Settles items: on the disk first, then on to the next one. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';
import { announce } from '../../app/notices.ts';
import { useSession } from '../../app/streams.ts';
import { nextOpen } from './queue-filter.ts';
import type { Queue } from './queue-store.ts';
import { useNoteSettled } from './use-disagreements.ts';
import { lackOf, type Verdict } from './verdict.ts';

export interface Settling {
  readonly isPending: boolean;
  /** What the verdict lacked when it was to be settled. */
  readonly lack: 'code' | 'reason' | undefined;
  readonly failure: FailureData | undefined;
  settle(item: Disagreement, verdict: Verdict): Promise<void>;
  /** The person does something else: what was said of the last try goes. */
  forget(): void;
}

interface Said {
  readonly lack?: 'code' | 'reason';
  readonly failure?: FailureData;
}

/** One at a time; an item that could not be settled stays, with its verdict. */
export function useSettling(options: {
  readonly at: CampaignRef;
  /** The queue as it is shown, in its order. */
  readonly shown: readonly Disagreement[];
  readonly queue: Queue;
  readonly onSettled: () => void;
}): Settling {
  const { at, shown, queue, onSettled } = options;
  const { t } = useTranslation();
  const { value: session } = useSession();
  const noteSettled = useNoteSettled(at);
  const [isPending, setPending] = useState(false);
  const [said, say] = useState<Said>({});
  const me = session?.platforms.find(({ id }) => id === session.current)?.person?.userName ?? '';

  async function settle({ item }: Disagreement, verdict: Verdict): Promise<void> {
    if (isPending) return;
    const lack = lackOf(verdict);
    if (lack) return say({ lack });
    const { status = 'done', code, reason = 'other', comment } = verdict;
    const said = { status, ...(code !== undefined && { code }), reason, comment: comment.trim() };
    setPending(true);
    say({});
    try {
      await core.annotation.adjudicate({ at, item, ...said });
    } catch (error) {
      return say({ failure: failureOf(error) });
    } finally {
      setPending(false);
    }
    const next = nextOpen(shown, item);
    queue.setDraft(item, undefined);
    queue.markSettled(item);
    noteSettled(item, { ...said, by: me, at: Date.now(), sent: false });
    queue.setItem(next ?? item);
    announce(t(next === undefined ? 'quality.queue.allSettled' : 'quality.queue.settledNext'));
    onSettled();
  }

  return {
    isPending,
    lack: said.lack,
    failure: said.failure,
    settle,
    forget: () => say({}),
  };
}
