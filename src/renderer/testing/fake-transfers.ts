/** Transfers in memory, for pictures and tests of the interface. */
import type { AppHandlers } from '../../shared/contract/index.ts';
import type {
  OrphanedUpload,
  SyncPlan,
  Transfer,
  Transfers,
  transferOperations,
} from '../../shared/contract/storage/transfers.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import { now } from './samples.ts';

const gibibyte = 1024 ** 3;

/** A transfer that is under way, with what a test changes. */
export function sampleTransfer(change: Partial<Transfer> = {}): Transfer {
  return {
    id: 'up',
    kind: 'upload',
    name: 'enquete-2026',
    from: '/home/alice/enquete-2026',
    to: 's3://alice/enquete-2026/',
    state: 'running',
    counting: false,
    files: { done: 12, total: 30, failed: 0, skipped: 0 },
    bytes: { done: 0.4 * gibibyte, total: 1.2 * gibibyte },
    rate: 12 * 1024 ** 2,
    secondsLeft: 68,
    canUndo: false,
    startedAt: now - 40_000,
    ...change,
  };
}

/** One in every state. */
export const sampleTransfers: readonly Transfer[] = [
  sampleTransfer(),
  sampleTransfer({
    id: 'ask',
    kind: 'download',
    name: 'journaux',
    from: 's3://alice/journaux/',
    to: '/home/alice/Downloads/journaux',
    state: 'asking',
    conflicts: { count: 7, sample: ['date=2026-11-16/part-0.parquet', 'date=2026-11-17/part-0.parquet'] },
  }),
  sampleTransfer({
    id: 'wait',
    name: 'modele.bin',
    state: 'waiting',
    problem: {
      code: 'unreachable',
      message: 'connect ECONNREFUSED',
      reason: 'refused',
      values: { host: 'minio.example.org' },
    },
  }),
  sampleTransfer({
    id: 'failed',
    kind: 'copy',
    name: '',
    from: 's3://alice/',
    to: 's3://projet-nace/2026/',
    state: 'failed',
    files: { done: 28, total: 30, failed: 2, skipped: 0 },
    problem: { code: 'forbidden', message: 'Access Denied', words: 'AccessDenied: Access Denied.' },
    endedAt: now - 10_000,
  }),
  sampleTransfer({
    id: 'gone',
    kind: 'delete',
    name: 'brouillons',
    from: 's3://alice/brouillons/',
    state: 'done',
    files: { done: 214, total: 214, failed: 0, skipped: 0 },
    bytes: { done: 0, total: 0 },
    canUndo: true,
    endedAt: now - 60_000,
  }),
];

const folders: Record<string, string[]> = {
  '/home/alice': [
    'Documents/',
    'Downloads/',
    'enquete-2026/',
    'notes.md',
    'un nom tellement long qu\u2019il ne tient pas sur une ligne de ce dialogue, même large.parquet',
  ],
  '/home/alice/Downloads': ['archive.zip', 'rapport.pdf'],
};

/** State that a test sets, and handlers over it. */
export function fakeTransfers({ note, done }: FakeCalls) {
  const state = {
    transfers: changing<Transfers>({
      transfers: [],
      active: 0,
      up: 0,
      down: 0,
      limits: {},
      awake: false,
    }),
    plan: changing<SyncPlan>({
      id: 'plan',
      state: 'ready',
      create: { files: 3, bytes: 40_000 },
      update: { files: 1, bytes: 9_000 },
      remove: { files: 0, bytes: 0 },
      same: 214,
      sample: [
        { action: 'create', name: 'a/b.csv', bytes: 20_000 },
        { action: 'update', name: 'notes.md', bytes: 9_000 },
      ],
    }),
    orphans: [
      {
        key: 'modeles/ape.bin',
        uploadId: '1',
        startedAt: now - 86_400_000,
        bytes: 734_003_200,
        parts: 44,
        ours: false,
      },
      {
        key: 'enquete-2026/tout.parquet',
        uploadId: '2',
        startedAt: now - 60_000,
        bytes: 16_777_216,
        parts: 1,
        ours: true,
      },
    ] as OrphanedUpload[],
  };
  const begun = (name: string) => async (input: unknown) => (note(name, input), { id: 'new' });
  const handlers: Pick<AppHandlers['storage'], keyof typeof transferOperations> = {
    transfers: (_, { signal }) => state.transfers.follow(signal),
    upload: begun('storage.upload'),
    stage: async (input) => {
      note('storage.stage', input);
      return {
        id: 'new',
        files: input.files.map(({ path }, index) => ({ path, address: `/blobs/staged/new/${index}/token` })),
      };
    },
    download: begun('storage.download'),
    copy: begun('storage.copy'),
    move: begun('storage.move'),
    rename: begun('storage.rename'),
    remove: begun('storage.remove'),
    undo: begun('storage.undo'),
    pause: done('storage.pause'),
    resume: done('storage.resume'),
    cancel: done('storage.cancel'),
    retry: done('storage.retry'),
    answerConflicts: done('storage.answerConflicts'),
    forget: done('storage.forget'),
    failedFiles: async () => ({
      files: [
        { name: 'a.csv', problem: { code: 'forbidden', message: 'Access Denied' } },
        {
          name: 'b/c.csv',
          problem: { code: 'unreachable', message: 'cut', values: { host: 'minio.example.org' } },
        },
      ],
      total: 2,
    }),
    setLimits: done('storage.setLimits'),
    planSync: (input, { signal }) => (note('storage.planSync', input), state.plan.follow(signal)),
    startSync: begun('storage.startSync'),
    orphans: async () => state.orphans,
    abortOrphans: async (input) => {
      note('storage.abortOrphans', input);
      state.orphans = state.orphans.filter((one) =>
        input.uploads.every(({ uploadId }) => uploadId !== one.uploadId),
      );
      return { aborted: input.uploads.length };
    },
    localFolder: async ({ path = '/home/alice' }) => {
      note('storage.localFolder', { path });
      return {
        path,
        ...(path !== '/' && { parent: path.replace(/\/[^/]*$/, '') || '/' }),
        entries: (folders[path] ?? []).map((name) => ({
          name: name.replace(/\/$/, ''),
          path: `${path}/${name.replace(/\/$/, '')}`,
          kind: name.endsWith('/') ? ('folder' as const) : ('file' as const),
          ...(!name.endsWith('/') && { size: 1_234_567 }),
          modified: now - 86_400_000,
        })),
        shortcuts: [
          { name: 'Home', path: '/home/alice' },
          { name: 'Downloads', path: '/home/alice/Downloads' },
          { name: '/', path: '/' },
        ],
        freeBytes: 88 * gibibyte,
      };
    },
    createLocalFolder: async (input) => (
      note('storage.createLocalFolder', input),
      { path: `${input.parent}/${input.name}` }
    ),
  };
  return { state, handlers };
}
