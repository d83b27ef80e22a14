import { expect, test } from 'vitest';
import {
  cronProblem,
  problemOf,
  startOf,
  templateKey,
  templateOf,
  usualGrid,
  type StartForm,
} from './start-form.ts';

const form: StartForm = {
  template: 'app',
  set: 's3://projet-nace/training-sets/octobre/',
  grid: usualGrid,
  parameters: {},
  server: 'platform',
  experiment: 'fasttext',
  image: 'sandbox/fasttext:1',
  command: '',
  cpu: '1',
  memory: '1Gi',
  gpus: 0,
  secret: '',
  parallelism: 2,
  deadlineHours: 24,
  retries: 1,
  keepDays: 7,
  schedule: undefined,
};

test('own keys, no command and the hash of the set are said as the core wants them', () => {
  const start = startOf(form, []);
  expect(start.container).toMatchObject({ image: 'sandbox/fasttext:1', storage: { kind: 'session' } });
  expect(start.container).not.toHaveProperty('command');
  expect(startOf({ ...form, command: ' bash -c  run ', secret: 'my-s3' }, []).container).toMatchObject({
    command: ['bash', '-c', 'run'],
    storage: { kind: 'secret', name: 'my-s3' },
  });
});

test('a template of the project needs neither set nor image', () => {
  const other = { ...form, template: 'namespace/train', set: '', image: '' };
  expect(problemOf(other)).toBeUndefined();
  expect(startOf(other, [])).not.toHaveProperty('container');
  expect(templateOf('cluster/train')).toEqual({ name: 'train', scope: 'cluster' });
  expect(templateKey({ name: 'app', scope: 'app' })).toBe('app');
});

test('what is missing is named', () => {
  expect(problemOf({ ...form, set: '' })).toBe('set');
  expect(problemOf({ ...form, image: ' ' })).toBe('image');
  expect(problemOf({ ...form, experiment: '' })).toBe('experiment');
  const values = Array.from({ length: 80 }, (_, index) => String(index));
  expect(problemOf({ ...form, grid: { A: values, B: values } })).toBe('grid');
  expect(problemOf({ ...form, grid: { A: values, B: [] } })).toBe('grid');
});

test('a schedule needs a name for the cluster and a cron line', () => {
  const schedule = { name: 'nightly', cron: '0 3 * * 1', timezone: 'Europe/Paris' };
  expect(problemOf({ ...form, schedule })).toBeUndefined();
  expect(problemOf({ ...form, schedule: { ...schedule, name: 'Chaque nuit' } })).toBe('schedule');
  expect(problemOf({ ...form, schedule: { ...schedule, cron: '0 25 * * *' } })).toBe('cron');
  expect(cronProblem('0 25 * * *')).toContain('25');
});
