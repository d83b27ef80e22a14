import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox.ts';
import { clientOf, type ApiClient } from './testing/client.ts';
import { waitFor, type WatchedObject } from './testing/watch.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-exercises-'));
let sandbox: Sandbox;
let alice: ApiClient;

beforeAll(async () => {
  sandbox = await startSandbox({ folder, onboarded: true });
  alice = await clientOf(sandbox.facts, 'alice');
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function launch(
  chart: string,
  catalogId: string,
  version: string,
  options: Record<string, unknown> = {},
) {
  const name = `${chart}-1`;
  const body = {
    catalogId,
    packageName: chart,
    packageVersion: version,
    name,
    friendlyName: name,
    share: false,
    dryRun: false,
  };
  const answer = await alice.call('PUT', '/my-lab/app', {
    ...body,
    options: { global: { suspend: false }, ...options },
  });
  expect(answer.status).toBe(200);
  return name;
}
const watch = (plural: string, fits: (object: WatchedObject) => boolean) =>
  waitFor(sandbox.facts, alice.token, `/api/v1/namespaces/user-alice/${plural}`, fits);

const container = (pod: WatchedObject) =>
  (pod['status'] as { containerStatuses?: Record<string, Record<string, { reason?: string } | undefined>>[] })
    .containerStatuses?.[0];
const conditions = (pod: WatchedObject) =>
  (pod['status'] as { conditions?: { type: string; status: string; reason?: string; message?: string }[] })
    .conditions ?? [];
const waiting = (reason: string) => (pod: WatchedObject) =>
  container(pod)?.['state']?.['waiting']?.reason === reason;
const unplaced = (words: RegExp) => (pod: WatchedObject) =>
  conditions(pod).some(
    ({ type, reason, message = '' }) =>
      type === 'PodScheduled' && reason === 'Unschedulable' && words.test(message),
  );
const event = (reason: string, words: RegExp) => (object: WatchedObject) =>
  object['reason'] === reason && words.test(String(object['message']));
const of = (name: string, fits: (object: WatchedObject) => boolean) => (object: WatchedObject) =>
  object.metadata.name.startsWith(name) && fits(object);

describe('each exercise fails for the reason it is meant for', () => {
  test.each([
    ['over-quota', 'events', event('FailedCreate', /exceeded quota: onyxia-quota/)],
    ['missing-image', 'pods', waiting('ImagePullBackOff')],
    ['unschedulable', 'pods', unplaced(/node affinity\/selector/)],
    [
      'out-of-memory',
      'pods',
      (pod: WatchedObject) => container(pod)?.['lastState']?.['terminated']?.reason === 'OOMKilled',
    ],
    ['crash-loop', 'pods', waiting('CrashLoopBackOff')],
    ['unbound-volume', 'pods', unplaced(/unbound immediate PersistentVolumeClaims/)],
    ['failing-probe', 'events', event('Unhealthy', /Startup probe failed/)],
    ['missing-secret', 'pods', waiting('CreateContainerConfigError')],
  ])('%s', async (chart, plural, fits) => {
    const name = await launch(chart, 'faults', '1.0.0');
    await watch(plural, of(name, fits));
    await alice.call('DELETE', `/my-lab/app?path=${name}`);
  });
});

describe('what is meant to run runs', () => {
  test('the chart whose form cannot be drawn', async () => {
    const name = await launch('broken-form', 'faults', '1.0.0');
    await watch(
      'pods',
      of(name, (pod) => conditions(pod).some(({ type, status }) => type === 'Ready' && status === 'True')),
    );
    await alice.call('DELETE', `/my-lab/app?path=${name}`);
  });

  test('a batch run ends, and its log holds what the script said', async () => {
    const program = { script: 'echo "sum $((40 + 2)) for $2"\n', arguments: ['--user', 'alice'] };
    const name = await launch('batch-run', 'automation', '0.2.0', { program });
    const pod = await watch(
      'pods',
      of(name, (each) => (each['status'] as { phase?: string }).phase === 'Succeeded'),
    );
    const log = await alice.call('GET', `/my-lab/app/logs?serviceId=${name}&taskId=${pod.metadata.name}`);
    expect(log.text.trim()).toBe('sum 42 for alice');
    await alice.call('DELETE', `/my-lab/app?path=${name}`);
  });

  test('a chart for which this machine has no program says so in the catalog, and waits for its image', async () => {
    const { body } = await alice.call('GET', '/my-lab/catalogs/databases/charts/postgresql');
    expect(body).toMatchObject([
      { annotations: { 'sardonyx.sandbox/needs': expect.stringContaining('PostgreSQL') } },
    ]);
    const name = await launch('postgresql', 'databases', '1.0.2');
    await watch('pods', of(name, waiting('ImagePullBackOff')));
    await alice.call('DELETE', `/my-lab/app?path=${name}`);
  });
});
