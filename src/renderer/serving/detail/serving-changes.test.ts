import { expect, test } from 'vitest';
import { sampleApplications } from '../../testing/sample-serving.ts';
import { changesOf, diffLines, imagePlace, versionPlace } from './serving-changes.ts';

const [application] = sampleApplications;
if (!application) throw new Error('There is no sample');
const [model] = application.models;
const [image] = application.images;
if (!model || !image) throw new Error('The sample serves nothing');

test('only what differs is asked for', () => {
  expect(changesOf(application, {})).toEqual([]);
  expect(changesOf(application, { [versionPlace(model)]: ` ${model.version} ` })).toEqual([]);
  expect(changesOf(application, { [versionPlace(model)]: '4', [imagePlace(image)]: '' })).toEqual([
    {
      kind: 'variable',
      workload: model.workload,
      container: model.container,
      name: 'MLFLOW_MODEL_VERSION',
      value: '4',
    },
  ]);
  expect(changesOf(application, { [imagePlace(image)]: 'api:9' })).toMatchObject([
    { kind: 'image', image: 'api:9' },
  ]);
});

test('a diff is read line by line, without the names of its files', () => {
  expect(diffLines('--- a\n+++ b\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n')).toEqual([
    { kind: 'place', text: '@@ -1,2 +1,2 @@' },
    { kind: 'same', text: 'same' },
    { kind: 'removed', text: 'old' },
    { kind: 'added', text: 'new' },
  ]);
});
