import { expect, test } from 'vitest';
import { sampleServices } from '../testing/samples.ts';
import { arrange, tally } from './sort-services.ts';

const ids = (filter: string, column: 'name' | 'state' | 'memory' | 'age', descending = false) =>
  arrange(sampleServices.services, filter, { column, descending }).map((one) => one.id);

test('by state, what needs somebody comes first', () => {
  expect(ids('', 'state')).toEqual([
    'big-gpu',
    'spark-etl',
    'vscode-old',
    'postgres-essai',
    'rstudio-test',
    'jupyter-ape',
    'mlflow-team',
  ]);
});

test('by name in both directions, and by age the youngest first', () => {
  expect([ids('', 'name')[0], ids('', 'name', true)[0], ids('', 'age')[0]]).toEqual([
    'big-gpu',
    'vscode-old',
    'rstudio-test',
  ]);
});

test('the filter looks at names and charts', () => {
  expect([ids('spark', 'name'), ids('postgresql', 'name'), ids('none of these', 'name')]).toEqual([
    ['spark-etl'],
    ['postgres-essai'],
    [],
  ]);
});

test('the first line counts what is ready, on its way, and in need', () => {
  expect(tally(sampleServices)).toEqual({ ready: 1, starting: 1, failed: 4 });
});
