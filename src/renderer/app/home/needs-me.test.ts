import { expect, test } from 'vitest';
import { now, sampleCatalogs, sampleServices } from '../../testing/samples.ts';
import { needsMe } from './needs-me.ts';

const ids = (services: readonly { readonly id: string }[]) => services.map((one) => one.id);

test('failed and left-over services of mine need me; those of others do not', () => {
  const { attention } = needsMe(sampleServices, undefined, now);
  expect(ids(attention)).toEqual(['big-gpu', 'vscode-old', 'spark-etl', 'postgres-essai']);
});

test('what changed since the last look is told, and then no longer', () => {
  expect(ids(needsMe(sampleServices, undefined, now - 60_000).changed)).toEqual(['rstudio-test']);
  expect(ids(needsMe(sampleServices, undefined, now).changed)).toEqual([]);
});

test('only a quota near its limit is told', () => {
  expect(needsMe(sampleServices, undefined, now).quota.map((line) => line.name)).toEqual([
    'persistentvolumeclaims',
  ]);
});

test('the charts to launch again are those last used', () => {
  expect(needsMe(undefined, sampleCatalogs, now).recent.map((chart) => chart.name)).toEqual([
    'jupyter-python',
    'rstudio',
  ]);
});
