import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApplicationDetail, ServingChange } from '../../../shared/contract/serving/applications.ts';
import { applicationsPath } from '../platform/argo-cd/application.ts';
import type { KubernetesClient } from '../platform/kubernetes/client.ts';
import type { ProjectContext } from '../project-context.ts';
import { startServingSandbox, type ServingSandbox } from './testing/sandbox.ts';
import { firstOf, servingPlace, signal, type ServingPlace } from './testing/serving-place.ts';

const name = 'codification-api';
const id = `argo-cd/argocd/${name}`;
let sandbox: ServingSandbox;
let place: ServingPlace;
beforeAll(async () => {
  sandbox = await startServingSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());
afterEach(() => place[Symbol.asyncDispose]());

/** As the administrator in Kubernetes, or by Argo CD's own API alone. */
async function enter(context: Partial<ProjectContext>) {
  place = await servingPlace({ context });
  return place.handlers;
}
const inCluster = () => enter({ cluster: sandbox.client, platform: { argoCd: { namespace: 'argocd' } } });
const detail = (holds: (detail: ApplicationDetail) => boolean) =>
  firstOf(place.handlers.application({ id }, { signal }), (one) => holds(one as ApplicationDetail));
const isUp = ({ application: { health, sync, operation } }: ApplicationDetail) =>
  health === 'healthy' && sync === 'synced' && !operation;
const version = (value: string): ServingChange => ({
  kind: 'variable',
  workload: name,
  container: 'api',
  name: 'MLFLOW_MODEL_VERSION',
  value,
});
const versionOf = ({ application }: ApplicationDetail) => application.models[0]?.version;
const setPolicy = (syncPolicy: object) =>
  sandbox.client.request('PATCH', applicationsPath('argocd', name), {
    body: { spec: { syncPolicy } },
    contentType: 'application/merge-patch+json',
  });

describe("an application of the sandbox's Argo CD", { timeout: 120_000 }, () => {
  test('is shown with its Deployment, changed at its source, and rolled back', async () => {
    const handlers = await inCluster();
    await firstOf(
      handlers.applications({}, { signal }),
      ({ applications, state }) => state === 'live' && applications.some((one) => one.id === id),
    );
    const up = await detail(isUp);
    expect(up.application).toMatchObject({
      kind: 'argo-cd',
      models: [{ name: 'codification-naf', variable: 'MLFLOW_MODEL_VERSION' }],
      images: [{ workload: name, container: 'api', image: 'sandbox/coding-api:1' }],
      ready: 1,
      wanted: 1,
      autoSync: false,
      rights: { change: true, sync: true },
    });
    const before = versionOf(up);
    const image: ServingChange = {
      kind: 'image',
      workload: name,
      container: 'api',
      image: 'sandbox/coding-api:2',
    };
    const changes = [image, version('1')];
    const proposal = await handlers.proposeChange({ id, changes }, { signal });
    expect(proposal).toMatchObject({ ways: ['apply', 'patch'], undoneBySync: false });
    expect(proposal.diff).toContain('sandbox/coding-api:2');
    await handlers.applyChange({ id, changes }, { signal });
    const changed = await detail((one) => isUp(one) && versionOf(one) === '1' && one.history.length > 1);
    expect(changed.application.images[0]?.image).toBe('sandbox/coding-api:2');
    expect(changed.history[0]).toMatchObject({ current: true });
    await handlers.rollbackApplication({ id, history: up.history[0]?.id ?? '' }, { signal });
    const back = await detail((one) => !one.application.operation && versionOf(one) === before);
    expect(back.application.images[0]?.image).toBe('sandbox/coding-api:1');
    expect(place.commands.list.get().map(({ program, state }) => [program, state])).toEqual([
      ['argocd', 'done'],
      ['argocd', 'done'],
    ]);
    expect(place.reports).toEqual([]);
  });

  test('that is kept in step automatically is not rolled back, and is synchronised by itself', async () => {
    const handlers = await inCluster();
    await setPolicy({ automated: { selfHeal: false } });
    try {
      const automatic = await detail(({ application }) => application.autoSync === true);
      await expect(
        handlers.rollbackApplication({ id, history: automatic.history.at(-1)?.id ?? '' }, { signal }),
      ).rejects.toMatchObject({ data: { code: 'conflict', reason: 'argo-cd-auto-sync' } });
      const proposal = await handlers.proposeChange({ id, changes: [version('1')] }, { signal });
      expect(proposal.command).not.toContain('argocd app sync');
    } finally {
      await setPolicy({ automated: null } as object);
    }
    await handlers.refreshApplication({ id, hard: true }, { signal });
    await handlers.restartApplication({ id, workload: name }, { signal });
    await detail(isUp);
  });

  test('is reached by the API of Argo CD where Kubernetes is not, with a password among the secrets', async () => {
    const { url } = sandbox.facts.argoCd;
    const handlers = await enter({ platform: { argoCd: { namespace: 'argocd', url } } });
    const refused = await firstOf(
      handlers.applications({}, { signal }),
      ({ argoCdProblem }) => argoCdProblem !== undefined,
    );
    expect(refused.argoCdProblem).toMatchObject({ code: 'forbidden', reason: 'argo-cd-credentials' });
    const password = sandbox.passwordOf('alice');
    await handlers.setServedPassword({ address: url, user: 'alice', password }, { signal });
    await firstOf(handlers.applications({}, { signal }), ({ applications }) => applications.length > 0);
    const up = await detail(({ application }) => application.rights.change);
    expect(up.application).toMatchObject({ name, kind: 'argo-cd', images: [{ workload: name }] });
    const image: ServingChange = {
      kind: 'image',
      workload: name,
      container: '',
      image: 'sandbox/coding-api:3',
    };
    const hasImage = (tag: string) => (one: ApplicationDetail) =>
      one.application.images.some(({ image }) => image.endsWith(tag)) && one.application.sync === 'synced';
    const last = up.history[0]?.id ?? '';
    await handlers.applyChange({ id, changes: [image] }, { signal });
    await handlers.refreshApplication({ id, hard: false }, { signal });
    await detail(hasImage(':3'));
    await handlers.rollbackApplication({ id, history: last }, { signal });
    const before = up.application.images[0]?.image;
    await detail((one) => one.application.images[0]?.image === before && !one.application.operation);
    await handlers.syncApplication({ id, prune: false }, { signal });
    expect(JSON.stringify(place.commands.list.get())).not.toContain(password);
  });

  test('may be forbidden, which leaves the Deployments there', async () => {
    // The administrator may everything: this one is told that it may not list applications.
    const request: KubernetesClient['request'] = async (method, path, options) => {
      const isAsked = path.endsWith('selfsubjectaccessreviews');
      if (isAsked && JSON.stringify(options?.body).includes('argoproj.io'))
        return { status: { allowed: false } };
      return sandbox.client.request(method, path, options);
    };
    const denied = new Proxy(sandbox.client, {
      get(client, key) {
        if (key === 'request') return request;
        const value: unknown = Reflect.get(client, key, client);
        return typeof value === 'function' ? (value.bind(client) as unknown) : value;
      },
    });
    const handlers = await enter({ cluster: denied, platform: { argoCd: { namespace: 'argocd' } } });
    const found = await firstOf(
      handlers.applications({}, { signal }),
      ({ state, applications }) => state === 'live' && applications.length > 0,
    );
    expect(found.argoCdProblem).toMatchObject({ code: 'forbidden', reason: 'argo-cd-not-listed' });
    expect(found.applications).toMatchObject([{ id: `deployment/projet-nace/${name}`, kind: 'deployment' }]);
  });
});

test("the sandbox's coding API answers beside what is told of it", { timeout: 60_000 }, async () => {
  const { url } = sandbox.facts.coding;
  const handlers = await enter({ platform: { codingApi: { url } } });
  const question = { text: 'COIFFURE A DOMICILE', variables: { type_: 'C' } };
  const source = { kind: 'served', address: url, dialect: 'auto' } as const;
  const { answers } = await handlers.askModels({ question, sources: [source] }, { signal });
  expect(answers[0]?.problem).toBeUndefined();
  expect(answers[0]?.predictions[0]?.code).toMatch(/^96\.?0/);
});
