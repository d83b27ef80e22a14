/** Trainings, schedules and training sets, as the pictures and tests of the interface see them. */
import type { Schedule } from '../../shared/contract/training/schedules.ts';
import type { TrainingSet, TrainingSetCounts } from '../../shared/contract/training/sets.ts';
import type {
  RankedRun,
  Workflow,
  WorkflowNode,
  WorkflowSummary,
} from '../../shared/contract/training/workflows.ts';
import type { z } from 'zod';
import { now } from './samples.ts';

const hour = 3_600_000;

export const runningWorkflow: WorkflowSummary = {
  name: 'retrain-k7x2p',
  state: 'running',
  createdAt: now - 12 * 60_000,
  startedAt: now - 12 * 60_000,
  by: 'alice',
  combinations: 8,
  server: 'platform',
  experiment: 'codification',
  set: 's3://projet-nace/training-sets/octobre/',
};

export const sampleWorkflows: readonly WorkflowSummary[] = [
  runningWorkflow,
  {
    name: 'retrain-9qmz4',
    state: 'failed',
    createdAt: now - 30 * hour,
    startedAt: now - 30 * hour,
    endedAt: now - 29 * hour,
    by: 'bob',
    combinations: 4,
    server: 'platform',
    experiment: 'codification',
    resubmittedFrom: 'retrain-1aaaa',
  },
  {
    name: 'nightly-1795166640',
    state: 'succeeded',
    createdAt: now - 54 * hour,
    startedAt: now - 54 * hour,
    endedAt: now - 52 * hour,
    schedule: 'nightly',
    experiment: 'codification',
  },
];

const states = [
  'succeeded',
  'succeeded',
  'failed',
  'running',
  'running',
  'waiting-for-quota',
  'pending',
  'pending',
] as const;
const runs: WorkflowNode[] = states.map((state, index) => ({
  id: `retrain-k7x2p-${index}`,
  name: `train(${index}:DIM:50,EPOCHS:${index < 4 ? 10 : 25},LR:${index % 2 ? 0.5 : 0.2})`,
  type: 'Pod',
  state,
  template: 'train',
  children: [],
  parameters: {
    DIM: '50',
    EPOCHS: index < 4 ? '10' : '25',
    LR: index % 2 ? '0.5' : '0.2',
    RUN: `run-${index}`,
  },
  ...(state !== 'pending' && { startedAt: now - (10 - index) * 60_000 }),
  ...((state === 'succeeded' || state === 'failed') && { endedAt: now - (8 - index) * 60_000 }),
  ...(state === 'failed' && { message: 'main: OOMKilled (exit code 137)', exitCode: '137' }),
  ...(state === 'waiting-for-quota' && {
    message:
      'exceeded quota: onyxia-quota, requested: count/pods=1, used: count/pods=20, limited: count/pods=20',
  }),
  run: `run-${index}`,
}));

export const sampleWorkflow: Workflow = {
  workflow: runningWorkflow,
  nodes: [
    {
      id: 'retrain-k7x2p',
      name: 'retrain-k7x2p',
      type: 'DAG',
      state: 'running',
      children: ['retrain-k7x2p-group'],
      parameters: {},
    },
    {
      id: 'retrain-k7x2p-group',
      name: 'train',
      type: 'TaskGroup',
      state: 'running',
      children: runs.map(({ id }) => id),
      parameters: {},
    },
    ...runs,
  ],
  root: 'retrain-k7x2p',
  pods: { done: 2, failed: 1, running: 2, waiting: 3, all: 8 },
  from: 'status',
  connection: 'live',
  asOf: now,
};

export const sampleRanking: readonly RankedRun[] = [
  ['0.5', '25', [0.941, 0.912, 0.884, 0.861, 0.842], true],
  ['0.2', '25', [0.943, 0.91, 0.881, 0.858, 0.84], true],
  ['0.5', '10', [0.93, 0.9, 0.87, 0.84, 0.815], false],
].map(([LR, EPOCHS, levels, undominated], index) => {
  const values = levels as number[];
  return {
    run: `run-${index}`,
    name: `LR=${String(LR)} EPOCHS=${String(EPOCHS)}`,
    params: { LR: String(LR), EPOCHS: String(EPOCHS), DIM: '50' },
    levels: values,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    undominated: undominated === true,
  };
});

export const sampleSchedules: readonly Schedule[] = [
  {
    name: 'nightly',
    schedules: ['0 3 * * *'],
    timezone: 'Europe/Paris',
    suspended: false,
    concurrency: 'Forbid',
    lastAt: now - 54 * hour,
    nextAt: now + 6 * hour,
    active: [],
    succeeded: 14,
    failed: 1,
  },
  {
    name: 'monthly',
    schedules: ['0 3 1 * *'],
    suspended: true,
    concurrency: 'Forbid',
    active: [],
  },
];

export const sampleCounts: z.infer<typeof TrainingSetCounts> = {
  train: 24_310,
  test: 6_077,
  pseudo: 118,
  codes: 614,
  codesWithout: 118,
  goldById: 412,
  goldByText: 1_208,
  recoded: 0,
  multivocal: 0,
  unknownCode: 3,
  emptyText: 41,
  duplicates: 2_040,
  contradictions: 66,
  unresolved: 29,
};

const hash = '7c9e6679f3a14b0c8d2e5f60718293a4b5c6d7e8f90112233445566778899aab';

export function sampleSet(name: string): TrainingSet {
  const at = { profile: 'default', bucket: 'projet-nace', prefix: `training-sets/${name}/` };
  return {
    at,
    address: `s3://${at.bucket}/${at.prefix}`,
    set: {
      schemaVersion: 1,
      draft: {
        name,
        at: { profile: 'default', bucket: 'projet-nace', prefix: '' },
        campaigns: [{ profile: 'default', bucket: 'projet-nace', prefix: 'campaigns/entrainement/' }],
        files: [],
        gold: [{ profile: 'default', bucket: 'projet-nace', prefix: 'campaigns/reference/' }],
        nomenclature: 'naf-rev2',
        multivocal: 'leave-out',
        titles: 'missing',
        profile: { cleaning: { kind: 'ape-v1' }, variables: [] },
        testShare: 0.2,
        seed: 1,
      },
      counts: sampleCounts,
      nomenclature: { id: 'naf-rev2', hash },
      sources: [],
      files: [{ name: 'train.txt', bytes: 2_400_000, rows: 24_310, hash }],
      hash,
      madeAt: now - 31 * hour,
      madeBy: 'alice',
      app: 'Sardonyx 0.1.0',
    },
  };
}

export const samplePreview = {
  counts: sampleCounts,
  lines: [
    '__label__9602A coiffur domicil AUTO_X NAT_SICORE_99 SURF_NaN EVT_SICORE_01P',
    '__label__4721Z vent fruit legum march AUTO_P NAT_SICORE_NaN SURF_1 EVT_SICORE_01P',
  ],
  byCode: [
    { code: '01.16Z', rows: 1 },
    { code: '01.27Z', rows: 2 },
    { code: '96.02A', rows: 412 },
  ],
};
