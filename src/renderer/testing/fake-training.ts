/** Training in memory. */
import type { FailureData } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { Schedule } from '../../shared/contract/training/schedules.ts';
import type { TrainingSet } from '../../shared/contract/training/sets.ts';
import type { RankedRun, Workflow, WorkflowSummary } from '../../shared/contract/training/workflows.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import {
  samplePreview,
  sampleRanking,
  sampleSchedules,
  sampleSet,
  sampleWorkflow,
  sampleWorkflows,
} from './sample-training.ts';
import { now } from './samples.ts';

interface Freshness {
  readonly state: 'loading' | 'live' | 'stored' | 'unsupported';
  readonly asOf?: number;
  readonly problem?: FailureData;
}

/** State that a test sets, and handlers over it. */
export function fakeTraining({ note, done }: FakeCalls) {
  const state = {
    workflows: changing<Freshness & { readonly workflows: WorkflowSummary[] }>({
      workflows: [...sampleWorkflows],
      state: 'live',
    }),
    workflow: changing<Workflow>(sampleWorkflow),
    schedules: changing<Schedule[]>([...sampleSchedules]),
    sets: changing<TrainingSet[]>([sampleSet('octobre'), sampleSet('septembre')]),
    ranking: { runs: [...sampleRanking] as RankedRun[], best: 'run-0' as string | undefined },
    podsLeft: 12 as number | undefined,
  };
  const handlers: AppHandlers['training'] = {
    async *trainingSets(_, { signal }) {
      for await (const sets of state.sets.follow(signal)) yield { sets, state: 'live' };
    },
    previewTrainingSet: async (input) => (note('training.previewTrainingSet', input), samplePreview),
    makeTrainingSet: async (input) => {
      note('training.makeTrainingSet', input);
      const made = sampleSet(input.name);
      state.sets.set([made, ...state.sets.get()]);
      return made;
    },
    trainingSetLines: async () => ({ lines: samplePreview.lines }),
    trainingTemplates: async () => ({
      templates: [
        { name: 'app', scope: 'app', parameters: [], gridParameter: 'grid' },
        {
          name: 'parallel-training',
          scope: 'namespace',
          title: 'codif-ape-train',
          description: 'Trains by Hydra',
          parameters: [
            { name: 'grid', value: '[]' },
            { name: 'revision', value: 'NAF2025', choices: ['NAF2008', 'NAF2025'] },
          ],
          gridParameter: 'grid',
        },
      ],
      defaults: { image: 'ghcr.io/inseefrlab/codif-ape-train:3.1', secrets: ['my-s3-creds'] },
      ...(state.podsLeft !== undefined && { podsLeft: state.podsLeft }),
    }),
    planTraining: async (input) => (
      note('training.planTraining', input),
      {
        combinations: 4,
        yaml: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  generateName: retrain-\n',
        command: 'argo submit retrain.yaml -n projet-nace',
        warnings: ['session-keys-end'],
      }
    ),
    startTraining: async (input) => (
      note('training.startTraining', input),
      { name: sampleWorkflow.workflow.name }
    ),
    workflows: (_, { signal }) => state.workflows.follow(signal),
    workflow: (_, { signal }) => state.workflow.follow(signal),
    async *nodeLog(input, { signal }) {
      note('training.nodeLog', input);
      yield {
        state: 'following',
        lines: Array.from({ length: 40 }, (_unused, index) => ({
          at: now - (40 - index) * 1_000,
          text: `Progress: ${(2.5 * index).toFixed(1)}% words/sec/thread: 280412 lr: 0.1${index} avg.loss: ${(3 - index / 20).toFixed(4)}`,
        })),
      };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
    workflowYaml: async () => ({ yaml: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\n' }),
    stopWorkflow: done('training.stopWorkflow'),
    suspendWorkflow: done('training.suspendWorkflow'),
    resumeWorkflow: done('training.resumeWorkflow'),
    retryFailed: async (input) => (note('training.retryFailed', input), { name: input.name, way: 'retried' }),
    resubmitWorkflow: async (input) => (note('training.resubmitWorkflow', input), { name: 'retrain-new' }),
    removeWorkflow: done('training.removeWorkflow'),
    rankRuns: async () => ({
      runs: state.ranking.runs,
      ...(state.ranking.best !== undefined && { best: state.ranking.best }),
    }),
    async *schedules(_, { signal }) {
      for await (const schedules of state.schedules.follow(signal)) yield { schedules, state: 'live' };
    },
    scheduleTraining: async (input) => (note('training.scheduleTraining', input), { name: input.name }),
    suspendSchedule: done('training.suspendSchedule'),
    runSchedule: async (input) => (
      note('training.runSchedule', input),
      { workflow: sampleWorkflow.workflow.name }
    ),
    removeSchedule: done('training.removeSchedule'),
  };
  return { state, handlers };
}
