/** Writes the journal in batches: thousands of small changes a second become a few transactions. */
import type { JournalChange, TransferJournal } from '../../store/transfer-journal.ts';

export interface Journal {
  /** For what may be lost without harm when the laptop loses power now; it is on disk a moment later. */
  note(change: JournalChange): void;
  /** Resolves when this and all before it is on disk. @throws Failure `no-space`; nothing is lost, the next try writes it too. */
  commit(...changes: JournalChange[]): Promise<void>;
  /** Resolves when everything is on disk; never throws. */
  close(): Promise<void>;
  readonly read: Omit<TransferJournal, 'write'>;
}

const patience = 100;
const mostAtOnce = 5_000;

/** @param failed told of a write that failed while nobody waited for it. */
export function createJournal(journal: TransferJournal, failed: (error: unknown) => void): Journal {
  let waiting: JournalChange[] = [];
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function writeOut(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce);
      try {
        await journal.write(batch);
      } catch (error) {
        waiting = [...batch, ...waiting];
        throw error;
      }
    }
  }
  /** One write at a time; who comes meanwhile goes with the next. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    while (writing) await writing.catch(() => {});
    writing = writeOut().finally(() => (writing = undefined));
    await writing;
  }

  return {
    note(change) {
      waiting.push(change);
      timer ??= setTimeout(() => {
        timer = undefined;
        flush().catch(failed);
      }, patience);
    },
    async commit(...changes) {
      waiting.push(...changes);
      await flush();
    },
    close: () => flush().catch(failed),
    read: journal,
  };
}
