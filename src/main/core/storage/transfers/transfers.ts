/** The transfers as the page sees them. */
import type { Readable } from 'node:stream';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type {
  SyncPlan,
  transferOperations,
  Transfers,
} from '../../../../shared/contract/storage/transfers.ts';
import { live } from '../../live.ts';
import type { Here, StorageContext } from '../storage-context.ts';
import { createEngine, type Engine, type EngineOptions } from './engine.ts';
import { localFailure } from './line.ts';
import { createLocalFolder, localFolder } from './local-folder.ts';
import {
  newCopy,
  newDownload,
  newRemoval,
  newRename,
  newStaged,
  newSync,
  newUndo,
  newUpload,
} from './new-transfers.ts';
import { abortOrphans, orphansOf } from './orphans.ts';
import { fromJournal } from './record.ts';
import { receiveStaged } from './staging.ts';
import { planSync, type Planned } from './sync.ts';

export interface TransferParts {
  readonly handlers: Pick<AppHandlers['storage'], keyof typeof transferOperations>;
  /** Goes to another platform, person or project, or to none; takes up what its journal holds. */
  enter(context: StorageContext | undefined): Promise<void>;
  /** The body of a PUT to the address of a staged file. @throws Failure */
  receive(address: string, body: Readable): Promise<void>;
  close(): Promise<void>;
}

const nothing: Transfers = { transfers: [], active: 0, up: 0, down: 0, limits: {}, awake: false };

/** Makes the handlers; nothing runs before `enter`. */
export function createTransfers(options: EngineOptions & { readonly here: Here }): TransferParts {
  let current: Engine | undefined;
  let entering: Promise<void> = Promise.resolve();
  const which = live<Engine | undefined>(undefined);
  const plans = new Map<string, Planned>();

  /** The engine of the moment. @throws Failure `signed-out` */
  async function engine(): Promise<Engine> {
    await entering;
    if (current) return current;
    options.here();
    throw failure('signed-out', 'Nobody is signed in', { reason: 'transfer-nowhere' });
  }
  const started = async (run: Promise<{ record(): { id: string } }>) => ({ id: (await run).record().id });

  async function leave(): Promise<void> {
    const old = current;
    current = undefined;
    which.set(undefined);
    plans.clear();
    await old?.close();
  }

  return {
    enter(context) {
      entering = entering.then(async () => {
        if (current && context?.key === current.context.key && context.store === current.context.store)
          return;
        await leave();
        if (!context) return;
        current = await createEngine(context, options);
        which.set(current);
      });
      const result = entering;
      entering = entering.catch(() => {});
      return result;
    },
    receive: async (address, body) => receiveStaged(await engine(), address.replace(/^\/blobs\//, ''), body),
    async close() {
      await entering;
      await leave();
    },
    handlers: {
      async *transfers(_, { signal }) {
        for await (const at of which.follow(signal)) {
          if (!at) {
            yield nothing;
            continue;
          }
          const until = new AbortController();
          const stop = which.onChange(() => until.abort());
          try {
            yield* at.shown.follow(AbortSignal.any([signal, until.signal]));
          } finally {
            stop();
          }
        }
      },
      upload: async ({ to, paths }) => started(newUpload(await engine(), to, paths)),
      stage: async ({ to, files }) => newStaged(await engine(), to, files),
      download: async ({ selection, folder }) => started(newDownload(await engine(), selection, folder)),
      copy: async ({ selection, to }) => started(newCopy(await engine(), 'copy', selection, to)),
      move: async ({ selection, to }) => started(newCopy(await engine(), 'move', selection, to)),
      rename: async (asked) => started(newRename(await engine(), asked)),
      remove: async ({ selection, versions }) => started(newRemoval(await engine(), selection, versions)),
      undo: async ({ id }) => started(newUndo(await engine(), id)),
      pause: async ({ id }) => {
        await (await engine()).run(id).pause();
        return {};
      },
      resume: async ({ id }) => {
        await (await engine()).run(id).resume();
        return {};
      },
      cancel: async ({ id }) => {
        await (await engine()).run(id).cancel();
        return {};
      },
      retry: async ({ id }) => {
        await (await engine()).run(id).retry();
        return {};
      },
      answerConflicts: async ({ id, answer }) => {
        await (await engine()).run(id).answer(answer);
        return {};
      },
      forget: async ({ ids }) => {
        await (await engine()).forget(ids);
        return {};
      },
      async failedFiles({ id, from, count }) {
        const { parts, run } = await engine();
        run(id);
        await parts.journal.commit();
        const asked = { transfer: id, states: ['failed', 'skipped'], problems: true, after: -1 } as const;
        const [rows, sums] = await Promise.all([
          parts.journal.read.files({ ...asked, from, count }),
          parts.journal.read.sums(id),
        ]);
        return {
          files: rows.map(fromJournal).flatMap(({ name, problem }) => (problem ? [{ name, problem }] : [])),
          total: sums.reduce(
            (sum, { state, problems }) => sum + (state === 'failed' || state === 'skipped' ? problems : 0),
            0,
          ),
        };
      },
      setLimits: async (limits) => {
        await (await engine()).setLimits(limits);
        return {};
      },
      async *planSync({ local, remote, direction, remove }, { signal }) {
        const at = await engine();
        let last: SyncPlan | undefined;
        const shown = live<SyncPlan | undefined>(undefined);
        void planSync(at, { kind: 'sync', local, remote, direction, remove }, signal, (plan) => {
          last = plan;
          shown.set(plan);
        })
          .then((planned) => {
            plans.set(planned.plan.id, planned);
            last = planned.plan;
            shown.set(planned.plan);
          })
          .catch((error: unknown) => {
            const problem = localFailure(error, local);
            if (!isFailure(error)) options.surroundings.report(error, 'storage/transfers sync');
            if (last) shown.set({ ...last, state: 'failed', problem: problem.data });
          });
        try {
          for await (const plan of shown.follow(signal)) if (plan) yield plan;
        } finally {
          if (last) plans.delete(last.id);
        }
      },
      async startSync({ planId }) {
        const planned = plans.get(planId);
        if (!planned) throw failure('not-found', 'The plan is gone', { reason: 'transfer-plan-gone' });
        return started(newSync(await engine(), planned));
      },
      orphans: async (place, { signal }) => orphansOf(await engine(), place, signal),
      abortOrphans: async (asked, { signal }) => ({
        aborted: await abortOrphans(await engine(), asked, signal),
      }),
      localFolder: (asked) => localFolder(asked),
      createLocalFolder: (asked) => createLocalFolder(asked),
    },
  };
}
