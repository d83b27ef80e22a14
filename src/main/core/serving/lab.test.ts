import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApplicationDetail } from '../../../shared/contract/serving/applications.ts';
import { labFolder, makeNamespace, openLab, type Lab } from '../platform/kubernetes/testing/lab.ts';
import { deploymentPath } from './applications/workload.ts';
import { firstOf, servingPlace, signal, type ServingPlace } from './testing/serving-place.ts';

/** A Deployment whose pods stay, or do not, by what they are told to run. */
function manifest(name: string, options: { version?: string; image?: string; command?: string } = {}) {
  const { version = '1', image = 'lab/debian:1', command = 'sleep 3600' } = options;
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'api',
              image,
              imagePullPolicy: 'IfNotPresent',
              command: ['bash', '-c', command],
              ports: [{ containerPort: 8000 }],
              env: [
                { name: 'MLFLOW_MODEL_NAME', value: 'codification-naf' },
                { name: 'MLFLOW_MODEL_VERSION', value: version },
              ],
            },
          ],
        },
      },
    },
  };
}

describe.skipIf(labFolder === undefined)("Deployments of the lab's cluster (needs SARDONYX_LAB)", () => {
  let lab: Lab;
  let namespace: Awaited<ReturnType<typeof makeNamespace>>;
  let place: ServingPlace;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.transport.close());
  beforeEach(async () => {
    namespace = await makeNamespace(lab.client);
    place = await servingPlace({ context: { cluster: lab.client, namespace: namespace.name } });
  });
  afterEach(async () => {
    expect(place.reports).toEqual([]);
    await place[Symbol.asyncDispose]();
    await namespace.remove();
  });

  const id = (name: string) => `deployment/${namespace.name}/${name}`;
  const create = (name: string, options?: Parameters<typeof manifest>[1]) =>
    lab.client.request('POST', `/apis/apps/v1/namespaces/${namespace.name}/deployments`, {
      body: manifest(name, options),
    });
  const listed = (holds: (names: readonly string[]) => boolean) =>
    firstOf(
      place.handlers.applications({}, { signal }),
      ({ applications, state }) => state === 'live' && holds(applications.map(({ name }) => name)),
    );
  const detail = (name: string, holds: (detail: ApplicationDetail) => boolean) =>
    firstOf(place.handlers.application({ id: id(name) }, { signal }), (one) =>
      holds(one as ApplicationDetail),
    );
  const versionOf = ({ application }: ApplicationDetail) => application.models[0]?.version;
  const isUp = (one: ApplicationDetail) => one.application.health === 'healthy';
  const version = (value: string) => ({
    kind: 'variable' as const,
    workload: 'api',
    container: 'api',
    name: 'MLFLOW_MODEL_VERSION',
    value,
  });

  test('are shown live, changed by what was proposed, and brought back', { timeout: 240_000 }, async () => {
    await create('api');
    await listed((names) => names.includes('api'));
    const up = await detail('api', isUp);
    expect(up.application).toMatchObject({
      kind: 'deployment',
      ready: 1,
      wanted: 1,
      revision: '1',
      models: [{ name: 'codification-naf', version: '1', variable: 'MLFLOW_MODEL_VERSION' }],
      rights: { change: true },
    });
    expect(await place.handlers.servedWhere({ name: 'codification-naf' }, { signal })).toEqual([
      { id: id('api'), application: 'api', version: '1' },
    ]);
    const changes = [version('2')];
    const proposal = await place.handlers.proposeChange({ id: id('api'), changes }, { signal });
    expect(proposal.ways).toEqual(['apply', 'patch']);
    expect(proposal.diff).toMatch(/^\+\s+value: "2"$/m);
    await place.handlers.applyChange({ id: id('api'), changes }, { signal });
    const changed = await detail('api', (one) => isUp(one) && versionOf(one) === '2');
    expect(changed.history.map(({ id, model, current }) => [id, model, current])).toEqual([
      ['2', 'codification-naf 2', true],
      ['1', 'codification-naf 1', false],
    ]);
    await place.handlers.rollbackApplication({ id: id('api'), history: '1' }, { signal });
    const back = await detail('api', (one) => isUp(one) && versionOf(one) === '1');
    expect(back.history[0]).toMatchObject({ id: '3', current: true });
    await place.handlers.restartApplication({ id: id('api'), workload: 'api' }, { signal });
    await detail('api', (one) => isUp(one) && one.history[0]?.id === '4');
    expect(place.commands.list.get().map(({ text, state }) => [text, state])).toEqual([
      [`kubectl -n ${namespace.name} set env deployment/api -c api MLFLOW_MODEL_VERSION=2`, 'done'],
      [`kubectl -n ${namespace.name} rollout undo deployment/api --to-revision=1`, 'done'],
      [`kubectl -n ${namespace.name} rollout restart deployment/api`, 'done'],
    ]);
  });

  test('that do not start say why', { timeout: 120_000 }, async () => {
    await create('missing', { image: 'lab/nothing:1' });
    await create('crashing', { command: 'echo broken >&2; exit 3' });
    await listed((names) => names.includes('missing') && names.includes('crashing'));
    const missing = await detail('missing', ({ application }) => application.health === 'degraded');
    expect(missing.application.message).toMatch(/lab\/nothing/);
    await detail('crashing', ({ application }) => application.health === 'degraded');
    expect(missing.resources.map(({ kind }) => kind)).toEqual(['Deployment', 'Pod']);
  });

  test('are not changed over what somebody else changed since', { timeout: 120_000 }, async () => {
    await create('api');
    await listed((names) => names.includes('api'));
    const changes = [version('2')];
    await place.handlers.proposeChange({ id: id('api'), changes }, { signal });
    await lab.client.request('PATCH', deploymentPath(namespace.name, 'api'), {
      body: { spec: { replicas: 0 } },
      contentType: 'application/merge-patch+json',
    });
    await expect(place.handlers.applyChange({ id: id('api'), changes }, { signal })).rejects.toMatchObject({
      data: { code: 'conflict', reason: 'serving-changed-since-proposed' },
    });
    await detail('api', ({ application }) => application.health === 'suspended');
  });

  test('that the server refuses are not half changed', { timeout: 120_000 }, async () => {
    await create('api');
    await listed((names) => names.includes('api'));
    const bad = { kind: 'image' as const, workload: 'api', container: 'api', image: 'lab/debian: 1' };
    await expect(
      place.handlers.applyChange({ id: id('api'), changes: [bad] }, { signal }),
    ).rejects.toMatchObject({ data: { code: 'invalid-input', reason: 'serving-bad-image' } });
    const wrong = { ...version('2'), name: 'A=B' };
    await expect(
      place.handlers.applyChange({ id: id('api'), changes: [wrong] }, { signal }),
    ).rejects.toMatchObject({ data: { code: 'invalid-input', words: expect.stringMatching(/env/) } });
    await expect(
      place.handlers.syncApplication({ id: id('api'), prune: false }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'serving-no-sync' } });
    await expect(
      place.handlers.proposeChange({ id: id('gone'), changes: [bad] }, { signal }),
    ).rejects.toMatchObject({ data: { reason: 'serving-gone' } });
  });

  test('are there from the store when the cluster is not', { timeout: 120_000 }, async () => {
    await create('api');
    await listed((names) => names.includes('api'));
    await detail('api', isUp);
    const away = { ...lab.access, server: 'https://127.0.0.1:1' };
    const { createKubernetesClient } = await import('../platform/kubernetes/client.ts');
    await place.again({ cluster: createKubernetesClient(away, lab.transport) });
    const stored = await firstOf(
      place.handlers.applications({}, { signal }),
      ({ state, problem }) => state === 'stored' && problem !== undefined,
    );
    expect(stored).toMatchObject({
      applications: [{ name: 'api', health: 'healthy' }],
      problem: { code: 'unreachable' },
    });
    expect(stored.asOf).toBeGreaterThan(0);
  });
});
