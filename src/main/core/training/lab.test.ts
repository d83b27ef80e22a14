import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure } from '../../../shared/contract/errors.ts';
import type { TrainingStart } from '../../../shared/contract/training/start.ts';
import { argoFacts, openLabPlace, postScript } from './testing/lab-place.ts';
import { linesOf, over, until, workflowUntil } from './testing/watching.ts';
import type { TrainingPlace } from './testing/training-place.ts';
import type { Training } from './training.ts';

const facts = argoFacts();
const { signal } = new AbortController();

function podsGone({ cluster, namespace }: TrainingPlace): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const count = async () => ((await cluster.request('GET', path)) as { items: unknown[] }).items.length;
  return expect.poll(count, { timeout: 30_000 }).toBe(0);
}

describe.skipIf(!facts)('trainings on the lab’s Argo (needs SARDONYX_LAB with `lab up argo`)', () => {
  let place: TrainingPlace;
  const experiment = `training-${Date.now()}`;

  beforeAll(async () => {
    place = await openLabPlace();
  });
  afterAll(() => place[Symbol.asyncDispose]());

  const script = `${postScript(facts?.mlflow?.fromPods ?? 'http://none:1')}
    echo "training with LR=$LR in $MLFLOW_EXPERIMENT_NAME on $TRAINING_SET as $AWS_ACCESS_KEY_ID"
    if [ "$LR" = 0.3 ]; then echo out of memory; exit 3; fi
    for level in 1 2 3 4 5; do post runs/log-metric "{\\"run_id\\":\\"$MLFLOW_RUN_ID\\",\\"key\\":\\"accuracy_level_$level\\",\\"value\\":$LR,\\"timestamp\\":1}"; done
    post runs/update "{\\"run_id\\":\\"$MLFLOW_RUN_ID\\",\\"status\\":\\"FINISHED\\",\\"end_time\\":2}"`;
  const start = (rest: Partial<TrainingStart> = {}, program = script): TrainingStart => ({
    template: { name: 'sardonyx', scope: 'app' },
    set: 's3://bucket/training-sets/first/',
    setHash: 'abc',
    grid: { LR: ['0.1', '0.2', '0.3'] },
    parameters: {},
    tracking: { server: 'lab', experiment },
    container: {
      image: 'lab/debian:1',
      command: ['bash', '-c', program],
      ...{ cpu: '50m', memory: '64Mi', gpus: 0, storage: { kind: 'session' } },
    },
    ...{ parallelism: 3, deadlineHours: 1, retries: 0, keepDays: 1 },
    ...rest,
  });

  test('plan a grid that the server checks, without a secret in sight', async () => {
    const plan = await place.training.handlers.planTraining(start(), { signal });
    expect(plan).toMatchObject({ combinations: 3, warnings: ['session-keys-end'] });
    expect(plan.yaml).toContain('withParam: "{{workflow.parameters.grid}}"');
    expect(plan.command).toMatch(/^kubectl create --namespace/);
    await expect(
      place.training.handlers.planTraining(start({ grid: { RUN: ['1'] } }), { signal }),
    ).rejects.toMatchObject({ data: { reason: 'training-reserved-name' } });
  });

  test('run a grid, follow it, read its logs, close what died, rank the rest and run the failed again', async () => {
    const { training, mlflow } = place;
    const { name } = await training.handlers.startTraining(start(), { signal });
    const done = await workflowUntil(training, name, over);
    expect(done).toMatchObject({
      workflow: {
        state: 'failed',
        combinations: 3,
        experiment,
        by: 'alice',
        set: 's3://bucket/training-sets/first/',
      },
      pods: { done: 2, failed: 1, running: 0, waiting: 0, all: 3 },
      from: 'status',
    });
    const failed = done.nodes.find(({ state, type }) => state === 'failed' && type === 'Pod');
    expect(failed).toMatchObject({ exitCode: '3', parameters: { LR: '0.3' } });

    // The pod is gone by now, or will be in seconds: either way its lines are there, without the executor's.
    const lines = await linesOf(training, name, failed?.id ?? '');
    expect(lines.join('\n')).toMatch(/training with LR=0.3 in training-\d+ on s3:.*\nout of memory/);
    expect(lines.join('\n')).not.toContain('argo=true');

    type Listed = { workflows: { name: string; state: string; endedAt?: number }[] };
    const listed = await until<Listed>(
      (stop) => training.handlers.workflows({}, { signal: stop }),
      ({ workflows }) => workflows.some((one) => one.name === name && one.endedAt !== undefined),
    );
    expect(listed.workflows).toHaveLength(1);

    const run = await mlflow.run(failed?.run ?? '');
    expect(run).toMatchObject({ status: 'FAILED', userId: 'alice' });
    expect(place.around.notes).toContainEqual(expect.objectContaining({ kind: 'training-runs-ended' }));

    const ranked = await training.handlers.rankRuns({ name }, { signal });
    expect(ranked.runs.map(({ params, levels }) => [params['LR'], levels[4]])).toEqual([
      ['0.2', 0.2],
      ['0.1', 0.1],
    ]);
    expect(ranked.best).toBe(ranked.runs[0]?.run);

    // Once the pods are gone, the kept log tells the same: from the bucket, and by Argo's server.
    await podsGone(place);
    const kept = (from: Training) => linesOf(from, name, failed?.id ?? '');
    expect(await kept(training)).toEqual(lines);
    expect(await kept(await place.again({ storage: false }))).toEqual(lines);
    const neither = await place.again({ storage: false, server: false });
    await expect(kept(neither)).rejects.toMatchObject({ data: { reason: 'workflow-log-gone' } });

    const alone = await place.again({ server: false });
    const again = await alone.handlers.retryFailed({ name }, { signal });
    expect(again.way).toBe('resubmitted');
    const second = await workflowUntil(alone, again.name, over);
    expect(second.workflow).toMatchObject({ resubmittedFrom: name, combinations: 1, state: 'failed' });
    expect(second.nodes.find(({ type }) => type === 'Pod')?.parameters).toMatchObject({ LR: '0.3' });

    expect(await training.handlers.retryFailed({ name }, { signal })).toEqual({ name, way: 'retried' });
    await workflowUntil(training, name, (value) => !over(value));
    await training.handlers.stopWorkflow({ name, how: 'terminate' }, { signal });
    const ended = await workflowUntil(training, name, over);
    expect(['stopped', 'failed']).toContain(ended.workflow.state);
    const { yaml } = await training.handlers.workflowYaml({ name }, { signal });
    expect(yaml).toContain('sardonyx/mlflow-experiment');
    await training.handlers.removeWorkflow({ name }, { signal });
    await expect(workflowUntil(await place.again(), `${name}-none`, () => true)).rejects.toMatchObject({
      data: { reason: 'workflow-gone' },
    });
  }, 180_000);

  test('start from a template of the namespace, which names what it wants', async () => {
    const { training, cluster, namespace } = place;
    const item = (name: string) => ({ name, value: `{{item.${name}}}` });
    await cluster.request('POST', `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/workflowtemplates`, {
      body: {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'WorkflowTemplate',
        metadata: { name: 'train', annotations: { 'workflows.argoproj.io/title': 'Train fastText' } },
        spec: {
          entrypoint: 'main',
          arguments: {
            parameters: [
              { name: 'conf-list', value: '[]' },
              { name: 'training-set', value: 's3://none/' },
              { name: 'label', value: 'plain', enum: ['plain', 'odd'] },
            ],
          },
          templates: [
            {
              name: 'main',
              dag: {
                tasks: [
                  {
                    ...{ name: 'train', template: 'train', withParam: '{{workflow.parameters.conf-list}}' },
                    arguments: { parameters: [item('LR'), item('RUN')] },
                  },
                ],
              },
            },
            {
              name: 'train',
              inputs: { parameters: [{ name: 'LR' }, { name: 'RUN' }] },
              container: {
                image: 'lab/debian:1',
                command: ['bash', '-c'],
                args: [
                  'echo {{workflow.parameters.training-set}} {{workflow.parameters.label}} {{inputs.parameters.RUN}}',
                ],
              },
            },
          ],
        },
      },
    });
    const { templates, defaults, podsLeft } = await training.handlers.trainingTemplates({}, { signal });
    expect(templates).toEqual([
      expect.objectContaining({ scope: 'app' }),
      {
        ...{ name: 'train', scope: 'namespace', title: 'Train fastText', gridParameter: 'conf-list' },
        parameters: [
          { name: 'training-set', value: 's3://none/' },
          { name: 'label', value: 'plain', choices: ['plain', 'odd'] },
        ],
      },
    ]);
    // Its keys have other names, and those of a person's own keys go with their workflows.
    expect(defaults.secrets).toEqual([]);
    expect(podsLeft).toBeUndefined();
    const template = { name: 'train', scope: 'namespace' as const };
    const given = start({ template, grid: { LR: ['0.1', '0.2'] }, parameters: { label: 'odd' } });
    expect((await training.handlers.planTraining(given, { signal })).command).toMatch(
      /^argo submit .* --from workflowtemplate\/train /,
    );
    const { name } = await training.handlers.startTraining(given, { signal });
    const done = await workflowUntil(training, name, over);
    expect(done.workflow).toMatchObject({ state: 'succeeded', template: 'train', combinations: 2 });
    const pods = done.nodes.filter(({ type }) => type === 'Pod');
    const [pod] = pods;
    expect(new Set(pods.map(({ run }) => run)).size).toBe(2);
    expect(await linesOf(training, name, pod?.id ?? '')).toEqual([
      `s3://bucket/training-sets/first/ odd ${pod?.run}`,
    ]);
    // The program logged nothing to the runs that it was given.
    await expect.poll(async () => (await place.mlflow.run(pod?.run ?? '')).status).toBe('FAILED');
  }, 90_000);

  test('suspend, resume and stop', async () => {
    const { training } = place;
    const sleeping = start({ grid: { LR: ['1'] } }, 'sleep 300');
    const { name } = await training.handlers.startTraining(sleeping, { signal });
    await workflowUntil(training, name, ({ pods }) => pods.running === 1);
    await training.handlers.suspendWorkflow({ name }, { signal });
    await workflowUntil(training, name, ({ workflow }) => workflow.state === 'suspended');
    await training.handlers.resumeWorkflow({ name }, { signal });
    await workflowUntil(training, name, ({ workflow }) => workflow.state === 'running');
    await training.handlers.stopWorkflow({ name, how: 'stop' }, { signal });
    const { workflow } = await workflowUntil(training, name, over);
    expect(workflow.state).toBe('stopped');
    await expect(training.handlers.stopWorkflow({ name, how: 'stop' }, { signal })).rejects.toMatchObject({
      data: { reason: 'workflow-over' },
    });
    const { values } = await place.mlflow.searchRuns({
      experiments: [(await place.mlflow.experimentByName(experiment))?.id ?? ''],
      filter: `tags."argo.workflow" = '${name}'`,
    });
    await expect.poll(async () => (await place.mlflow.run(values[0]?.id ?? '')).status).toBe('KILLED');
  }, 120_000);

  test('leave no run open when the workflow is refused, or the app ends before it is sent', async () => {
    const { cluster, mlflow, namespace } = place;
    const refusing = (error: () => Error) => ({
      ...cluster,
      request: (...args: Parameters<typeof cluster.request>) =>
        args[0] === 'POST' && args[1].endsWith('/workflows')
          ? Promise.reject(error())
          : cluster.request(...args),
      open: cluster.open.bind(cluster),
      headers: cluster.headers.bind(cluster),
    });
    const openRuns = async (name: string) => {
      const id = (await mlflow.experimentByName(name))?.id ?? '';
      return (await mlflow.searchRuns({ experiments: [id] })).values.map(({ status }) => status);
    };
    const refused = await place.again({ cluster: refusing(() => failure('forbidden', 'No')) });
    const one = start({ tracking: { server: 'lab', experiment: `${experiment}-refused` } });
    await expect(refused.handlers.startTraining(one, { signal })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await openRuns(`${experiment}-refused`)).toEqual(['KILLED', 'KILLED', 'KILLED']);

    // As after a crash: the journal has an entry, MLflow has the run, Kubernetes has no workflow.
    const id = await mlflow.createExperiment(`${experiment}-crashed`);
    const tags = [{ key: 'argo.workflow', value: 'train-lost' }];
    await mlflow.createRun({ experimentId: id, startedAt: Date.now(), tags });
    const tracking = { server: 'lab', experiment: `${experiment}-crashed` };
    const entry = { workflow: 'train-lost', namespace, tracking, hasSecret: true };
    await place.around.store.set(`training/start/${namespace}/train-lost`, entry);
    await place.again();
    await expect.poll(() => openRuns(`${experiment}-crashed`)).toEqual(['KILLED']);
    await expect.poll(() => place.around.store.kept('training/start/')).toEqual([]);
  }, 60_000);

  test('begin by themselves, and at once where told', async () => {
    const { training } = place;
    const container = { ...start().container, storage: { kind: 'secret', name: 'argo-artifacts' } } as const;
    const given = {
      ...{
        name: 'nightly',
        schedules: ['0 3 * * *'],
        timezone: 'Europe/Paris',
        concurrency: 'Forbid' as const,
      },
      start: start({
        container: { ...start().container, ...container } as TrainingStart['container'],
        grid: {},
      }),
    };
    await expect(
      training.handlers.scheduleTraining({ ...given, schedules: ['0 3 * *'] }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'training-schedule-wrong', field: 'schedules.0' } });
    await expect(
      training.handlers.scheduleTraining({ ...given, start: start() }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'training-schedule-session-keys' } });
    await training.handlers.scheduleTraining(given, { signal });
    type Shown = { schedules: { name: string; nextAt?: number; suspended: boolean }[] };
    const shown = (holds: (value: Shown) => boolean) =>
      until<Shown>((stop) => training.handlers.schedules({}, { signal: stop }), holds);
    const { schedules } = await shown((value) => value.schedules.length === 1);
    expect(schedules[0]?.nextAt).toBeGreaterThan(Date.now());
    const { workflow } = await training.handlers.runSchedule({ name: 'nightly' }, { signal });
    const made = await workflowUntil(training, workflow, () => true);
    expect(made.workflow).toMatchObject({ schedule: 'nightly', experiment });
    await training.handlers.suspendSchedule({ name: 'nightly', suspended: true }, { signal });
    await shown((value) => value.schedules[0]?.suspended ?? false);
    await training.handlers.removeSchedule({ name: 'nightly' }, { signal });
    await shown((value) => value.schedules.length === 0);
  }, 60_000);
});
