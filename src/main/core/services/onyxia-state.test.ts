import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { App } from '../platform/onyxia/types.ts';
import { onyxiaService, onyxiaState, splitChart, type Warning } from './onyxia-state.ts';

const now = 1_000_000;
const app = (fields: Record<string, unknown>) =>
  App.parse({ id: 'jupyter-1', status: 'deployed', chart: 'jupyter-python-2.5.2', ...fields });
const pod = (ready: boolean) => ({
  id: 'jupyter-1-0',
  status: { status: 'Running' },
  containers: [{ name: 'jupyter', ready }],
});
const controller = (desired: number) => ({
  kind: 'StatefulSet',
  name: 'jupyter-1',
  details: { desired, ready: 0 },
});
const warning = (reason: string, message: string, age = 1_000): Warning => ({
  about: 'jupyter-1-0',
  reason,
  message,
  at: now - age,
});

describe('a service by what the Onyxia API tells', () => {
  test.each([
    [
      'ready when all containers are',
      app({ tasks: [pod(true)], controllers: [controller(1)] }),
      [],
      { state: 'ready' },
    ],
    [
      'starting while one is not',
      app({ tasks: [pod(false)], controllers: [controller(1)] }),
      [],
      { state: 'starting', reason: { kind: 'starting-program' } },
    ],
    [
      'paused when nothing is wanted',
      app({ suspendable: true, suspended: true, controllers: [controller(0)] }),
      [],
      { state: 'paused' },
    ],
    [
      'pausing while the pod still ends',
      app({ suspendable: true, suspended: true, tasks: [pod(true)] }),
      [],
      { state: 'pausing' },
    ],
    [
      'failed when the release is',
      app({ status: 'failed' }),
      [],
      { state: 'failed', reason: { kind: 'install-failed' } },
    ],
    [
      'over quota though the API says deployed and shows no pod',
      app({ controllers: [controller(1)] }),
      [
        warning(
          'FailedCreate',
          'create Pod jupyter-1-0 failed: pods "jupyter-1-0" is forbidden: exceeded quota: onyxia-quota',
        ),
      ],
      { state: 'failed', reason: { kind: 'quota' } },
    ],
    [
      'without its image',
      app({ tasks: [pod(false)] }),
      [warning('Failed', 'Error: ImagePullBackOff')],
      { state: 'failed', reason: { kind: 'image-pull' } },
    ],
    [
      'not scheduled',
      app({ tasks: [pod(false)] }),
      [warning('FailedScheduling', '0/1 nodes are available: 1 Insufficient cpu')],
      { state: 'failed', reason: { kind: 'unschedulable' } },
    ],
    [
      'starting again when the warning is old',
      app({ tasks: [pod(false)] }),
      [warning('BackOff', 'Back-off restarting', 3_600_000)],
      { state: 'starting' },
    ],
  ])('is %s', (_, given, warnings, expected) => {
    expect(onyxiaState(given, warnings, now)).toMatchObject(expected);
  });

  test('belongs to its owner', () => {
    expect(onyxiaService(app({ owner: 'bob' }), [], 'alice', now).mine).toBe(false);
    expect(onyxiaService(app({ owner: 'alice' }), [], 'alice', now)).toMatchObject({
      mine: true,
      chart: 'jupyter-python',
      chartVersion: '2.5.2',
    });
  });

  test('a chart may have hyphens and its version a suffix', () => {
    expect(splitChart('my-chart-10.2.0-beta.1')).toEqual(['my-chart', '10.2.0-beta.1']);
  });

  test.skipIf(!process.env['SARDONYX_DATA'])(
    'every recorded list of services is understood (needs SARDONYX_DATA)',
    () => {
      const folder = path.join(process.env['SARDONYX_DATA'] ?? '', 'onyxia-api');
      const recorded = JSON.parse(
        readFileSync(path.join(folder, '41-services-running.json'), 'utf8'),
      ) as Record<string, { body?: { apps?: unknown[] } } & { apps?: unknown[] }>;
      const body = recorded['response']?.body ?? recorded['response'];
      const apps = (typeof body === 'object' ? body.apps : undefined) ?? [];
      expect(apps.length).toBeGreaterThan(0);
      for (const one of apps) expect(onyxiaService(App.parse(one), [], 'alice', now).state).toBe('ready');
    },
  );
});
