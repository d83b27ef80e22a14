import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { at, listOf } from '../kubernetes/shape.ts';
import { containersOf, splitImage } from './images.ts';
import { render } from './render.ts';
import type { Files } from './repository.ts';

const release = { name: 'codification-api', namespace: 'projet-nace' };
const folder = path.join(import.meta.dirname, '../../../resources/sandbox/deployments/codification-api');
const files: Files = Object.fromEntries(
  ['kustomization.yaml', 'deployment.yaml', 'service.yaml', 'ingress.yaml'].map((name) => [
    name,
    readFileSync(path.join(folder, name), 'utf8'),
  ]),
);
const container = (source: object, of = files) => {
  const { manifests } = render(of, { ...source }, release);
  return containersOf(manifests.find(({ kind }) => kind === 'Deployment'))[0] ?? {};
};
const versionOf = (source: object, of = files) =>
  listOf(container(source, of)['env']).find(({ name }) => name === 'MLFLOW_MODEL_VERSION')?.['value'];

describe('a folder with a kustomization', () => {
  test('becomes manifests of the namespace, with the images that it names', () => {
    const { type, manifests } = render(files, {}, release);
    expect(type).toBe('Kustomize');
    expect(manifests.map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace])).toEqual(
      ['Deployment', 'Service', 'Ingress'].map((kind) => [kind, 'codification-api', 'projet-nace']),
    );
    expect(container({})['image']).toBe('sandbox/coding-api:1');
  });

  test.each([
    ['sandbox/coding-api:2', 'sandbox/coding-api:2'],
    ['sandbox/coding-api=registry.local:5000/api', 'registry.local:5000/api:1'],
    ['sandbox/coding-api=registry.local:5000/api:v3', 'registry.local:5000/api:v3'],
    ['sandbox/coding-api@sha256:ab', 'sandbox/coding-api@sha256:ab'],
    ['other:2', 'sandbox/coding-api:1'],
  ])('the image %s of the source makes it %s', (image, expected) => {
    expect(container({ kustomize: { images: [image] } })['image']).toBe(
      image.includes('=registry.local:5000/api') && !image.endsWith(':v3')
        ? 'registry.local:5000/api'
        : expected,
    );
  });

  test('patches of the source set the version of the model, by merge and by JSON patch', () => {
    const target = { kind: 'Deployment', name: 'codification-api' };
    const merge = `spec:
  template:
    spec:
      containers:
        - name: api
          env:
            - name: MLFLOW_MODEL_VERSION
              value: "2"`;
    const json = '[{op: replace, path: /spec/template/spec/containers/0/env/1/value, value: "3"}]';
    expect(versionOf({})).toBe('champion');
    expect(versionOf({ kustomize: { patches: [{ target, patch: merge }] } })).toBe('2');
    expect(versionOf({ kustomize: { patches: [{ target, patch: json }] } })).toBe('3');
    expect(container({ kustomize: { patches: [{ target, patch: merge }] } })['image']).toBe(
      'sandbox/coding-api:1',
    );
    expect(() =>
      render(files, { kustomize: { patches: [{ target: { name: 'nope' }, patch: merge }] } }, release),
    ).toThrow('unable to find patch target "nope"');
  });

  test('what its kind needs and is not there is told', () => {
    expect(() => render({ 'kustomization.yaml': 'resources: [gone.yaml]' }, {}, release)).toThrow(
      'open gone.yaml: no such file or directory',
    );
    expect(() => render(files, { helm: {} }, release)).toThrow('Chart.yaml file is missing');
    expect(() => render(files, { helm: {}, kustomize: {} }, release)).toThrow(
      'multiple application sources defined: Kustomize,Helm',
    );
  });
});

test('parameters of a chart go before its values', () => {
  const chart = {
    'Chart.yaml': 'name: api',
    'values.yaml': 'model: {name: codification-naf, version: 1}\nimage: {tag: "1"}',
    'templates.deployment.yaml': `kind: Deployment
apiVersion: apps/v1
metadata: {name: "{{ .Release.Name }}"}
spec: {template: {spec: {containers: [{name: api, image: "sandbox/coding-api:{{ .Values.image.tag }}",
  env: [{name: MLFLOW_MODEL_VERSION, value: {{ .Values.model.version | quote }}}]}]}}}`,
  };
  const helm = { parameters: [{ name: 'model.version', value: '2' }], valuesObject: { image: { tag: '7' } } };
  expect(versionOf({}, chart)).toBe('1');
  expect(versionOf({ helm }, chart)).toBe('2');
  expect(container({ helm }, chart)['image']).toBe('sandbox/coding-api:7');
  expect(at(render(chart, { helm }, release).manifests[0], 'metadata', 'name')).toBe('codification-api');
});

test('a plugin replaces the variables of its environment', () => {
  const plain = {
    'a.yaml':
      'kind: ConfigMap\nmetadata: {name: a}\ndata: {version: "${ARGOCD_ENV_VERSION}", other: "${OTHER}"}',
  };
  const { manifests } = render(plain, { plugin: { env: [{ name: 'VERSION', value: '2' }] } }, release);
  expect(manifests[0]?.['data']).toEqual({ version: '2', other: '${OTHER}' });
});

test('the port of a registry is no tag', () => {
  expect(splitImage('registry:5000/a/b')).toEqual({ name: 'registry:5000/a/b', ending: undefined });
  expect(splitImage('registry:5000/a/b:1')).toEqual({ name: 'registry:5000/a/b', ending: ':1' });
  expect(splitImage('a@sha256:00')).toEqual({ name: 'a', ending: '@sha256:00' });
});
