import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, fieldsOf, listOf } from '../kubernetes/shape.ts';
import { namespace } from '../node/testing/cluster.ts';
import { startCronWorkflows } from './cron.ts';
import { shell, startArgoCluster, type ArgoCluster } from './testing/cluster.ts';

let cluster: ArgoCluster;
let stop = (): void => undefined;
/** A clock that stands still. */
let now = 0;
beforeEach(async () => {
  cluster = await startArgoCluster();
  now = Math.floor(Date.now() / 60_000) * 60_000;
  stop = startCronWorkflows(
    cluster.store,
    () => undefined,
    () => now,
  );
});
afterEach(async () => {
  stop();
  await cluster.stop();
});

const nightly = (spec: object) =>
  cluster.store.create({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { name: 'nightly', namespace },
    spec: {
      schedules: ['* * * * *'],
      workflowMetadata: { labels: { mine: 'yes' } },
      workflowSpec: { entrypoint: 'main', templates: [shell('main', 'echo run')] },
      ...spec,
    },
  });
const cron = () => cluster.store.get('cronworkflows', namespace, 'nightly');
const runs = () => cluster.store.list('workflows', namespace);
/** A minute passes, and the controller looks. */
const minute = (change: object = {}) => {
  now += 60_000;
  cluster.store.modify('cronworkflows', namespace, 'nightly', (draft) => {
    draft['spec'] = { ...fieldsOf(draft['spec']), ...change };
    draft.metadata.annotations = { minute: String(now) };
  });
};
const looked = (minutes: number) =>
  cluster.until(
    'a look',
    () => at(cron(), 'status', 'lastScheduledTime') === new Date(minutes).toISOString().replace('.000', ''),
  );

test('a schedule makes a workflow named by the second, and counts how it ended', async () => {
  nightly({});
  minute();
  await looked(now);
  expect(runs().map(({ metadata }) => metadata.name)).toEqual([`nightly-${now / 1000}`]);
  expect(runs()[0]?.metadata.labels).toMatchObject({
    mine: 'yes',
    'workflows.argoproj.io/cron-workflow': 'nightly',
  });
  await cluster.until('its success', () => at(cron(), 'status', 'succeeded') === 1);
  expect(cron()?.['status']).toMatchObject({ phase: 'Active', active: null, succeeded: 1, failed: 0 });
});

test('a second run waits for the first where it is forbidden, and ends it where it replaces it', async () => {
  nightly({
    concurrencyPolicy: 'Forbid',
    workflowSpec: { entrypoint: 'main', templates: [shell('main', 'sleep 100')] },
  });
  minute();
  await looked(now);
  const first = now;
  minute();
  await cluster.until('a look', () => cron()?.metadata.annotations?.['minute'] === String(now));
  minute({ concurrencyPolicy: 'Replace' });
  await looked(now);
  expect(runs().map(({ metadata }) => metadata.name)).toEqual([
    `nightly-${first / 1000}`,
    `nightly-${now / 1000}`,
  ]);
  await cluster.until('the end of the first', () => at(cron(), 'status', 'failed') === 1);
  expect(listOf(at(cron(), 'status', 'active'))).toHaveLength(1);
});

test('a schedule that is suspended makes nothing, a wrong one says why', async () => {
  nightly({ schedules: ['61 * * * *'] });
  await cluster.until('the problem', () => listOf(at(cron(), 'status', 'conditions')).length > 0);
  expect(at(cron(), 'status', 'conditions')).toEqual([
    {
      type: 'SpecError',
      status: 'True',
      message: 'cron schedule 61 * * * * is malformed: end of range (61) above maximum (59): 61',
    },
  ]);
  minute({ schedules: ['* * * * *'], suspend: true });
  await cluster.until('no problem', () => at(cron(), 'status', 'conditions') === undefined);
  expect(runs()).toEqual([]);
});
