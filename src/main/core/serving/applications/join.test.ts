import { describe, expect, test } from 'vitest';
import { argoApplication, deployment, modelVariables } from '../testing/objects.ts';
import { noObjects } from './collections.ts';
import { distinctAddresses } from './addresses.ts';
import { joinApplications } from './join.ts';
import { servedModels, tagOf } from './served-models.ts';

const rights = { change: true, sync: true };
const options = { rightsOfArgo: () => rights, rightsOfDeployments: rights, now: 1_000 };

describe('which model a workload serves', () => {
  test.each([
    [modelVariables('3'), { name: 'codification-naf', version: '3', variable: 'MLFLOW_MODEL_VERSION' }],
    [
      [
        { name: 'MODEL_NAME', value: 'ape' },
        { name: 'MODEL_ALIAS', value: 'champion' },
      ],
      { name: 'ape', version: 'champion', variable: 'MODEL_ALIAS' },
    ],
    [
      [{ name: 'MODEL_URI', value: 'models:/ape@champion' }],
      { name: 'ape', version: 'champion', variable: 'MODEL_URI' },
    ],
    [[{ name: 'MODEL_NAME', value: 'ape' }], { name: 'ape', version: '1.2' }],
  ])('is told by %j', (env, model) => {
    expect(servedModels(deployment('api', { env }))).toEqual([
      { ...model, workload: 'api', container: 'api' },
    ]);
  });
  test('is not guessed where nothing names it, or the cluster fills it in', () => {
    expect(servedModels(deployment('api'))).toEqual([]);
    const env = [{ name: 'MODEL_NAME', valueFrom: { secretKeyRef: {} } }];
    expect(servedModels(deployment('api', { env }))).toEqual([]);
  });
  test('a port of a registry and a digest are no tags', () => {
    expect(tagOf('registry:5000/api')).toBeUndefined();
    expect(tagOf('registry:5000/api:2.0@sha256:00')).toBe('2.0');
    expect(tagOf('api@sha256:00')).toBeUndefined();
    expect(tagOf(undefined)).toBeUndefined();
  });
});

describe('applications', () => {
  test('of Argo CD have their Deployments in them, which are not shown once more', () => {
    const deployments = [
      deployment('alone', { env: modelVariables('2') }),
      deployment('kept', { env: modelVariables('3') }),
    ];
    const found = joinApplications([argoApplication('kept')], { ...noObjects, deployments }, options);
    expect(found.map(({ application }) => application.id)).toEqual([
      'argo-cd/argocd/kept',
      'deployment/projet-nace/alone',
    ]);
    expect(found[0]).toMatchObject({
      application: {
        health: 'healthy',
        sync: 'synced',
        ready: 1,
        wanted: 1,
        autoSync: false,
        models: [{ name: 'codification-naf', version: '3' }],
        images: [{ workload: 'kept', container: 'api', image: 'registry:5000/lab/api:1.2' }],
        addresses: ['https://api.example.org'],
      },
      history: [
        { id: '1', current: true },
        { id: '0', current: false },
      ],
    });
  });
  test('of Argo CD whose Deployments nobody may read here have the images that Argo CD sums up', () => {
    const [found] = joinApplications([argoApplication('far')], noObjects, options);
    expect(found?.application).toMatchObject({
      images: [{ workload: 'far', container: '', image: 'registry/api:1' }],
      models: [],
    });
    expect(found?.application.ready).toBeUndefined();
  });
  test('leave out what Helm keeps and what does not listen, unless it serves a model', () => {
    const released = deployment('released');
    const marked = {
      ...released,
      metadata: { ...released.metadata, annotations: { 'meta.helm.sh/release-name': 'x' } },
    };
    const silent = deployment('silent');
    const containers = [{ name: 'api', image: 'x:1' }];
    const worker = { ...silent, spec: { ...silent.spec, template: { spec: { containers } } } };
    const found = joinApplications(
      [],
      { ...noObjects, deployments: [marked, worker, deployment('api')] },
      options,
    );
    expect(found.map(({ application }) => application.name)).toEqual(['api']);
  });
  test('say what Argo CD failed at', () => {
    const argo = argoApplication('kept');
    const failed = {
      ...argo,
      status: {
        ...argo.status,
        health: { status: 'Degraded', message: 'too old' },
        operationState: { phase: 'Failed', message: 'one or more objects failed to apply' },
      },
    };
    const [found] = joinApplications([failed], noObjects, options);
    expect(found?.application).toMatchObject({
      health: 'degraded',
      message: 'one or more objects failed to apply',
    });
  });
  test('have the addresses of Ingresses that lead to them', () => {
    const ingress = (host: string, tls: unknown[]) => ({
      metadata: { name: host },
      spec: {
        tls,
        rules: [
          {
            host,
            http: { paths: [{ path: '/', backend: { service: { name: 'front', port: { number: 80 } } } }] },
          },
        ],
      },
    });
    const collections = {
      ...noObjects,
      deployments: [deployment('api')],
      services: [{ metadata: { name: 'front' }, spec: { selector: { app: 'api' } } }],
      ingresses: [
        ingress('api.example.org', [{ hosts: ['api.example.org'] }]),
        ingress('plain.example.org', []),
      ],
    };
    const [found] = joinApplications([], collections, options);
    expect(found?.application.addresses).toEqual(['https://api.example.org', 'http://plain.example.org']);
    expect(distinctAddresses(['https://api.example.org/', 'https://api.example.org'])).toHaveLength(1);
  });
});
