import { expect, test } from 'vitest';
import { replaceIn } from './substitution.ts';
import { labArgo } from './testing/lab.ts';
import { startArgoCluster } from './testing/cluster.ts';
import { settledStatus } from './testing/settled.ts';

const lab = await labArgo();

const bash = (name: string, line: string, more: object = {}) => ({
  name,
  container: { image: '{{image}}', command: ['/bin/bash', '-c'], args: [line] },
  ...more,
});
const train = (template: string, more: object = {}) => ({
  name: 'train',
  template,
  withParam: '{{workflow.parameters.grid}}',
  arguments: { parameters: [{ name: 'DIM', value: '{{item.DIM}}' }] },
  ...more,
});
const dim = { inputs: { parameters: [{ name: 'DIM' }] } };
const grid = { parameters: [{ name: 'grid', value: '[{"DIM":"1","B":"x"},{"DIM":"2","B":"y"}]' }] };

const specifications: [string, object][] = [
  [
    'a grid with retries, dependencies and an exit handler',
    {
      entrypoint: 'main',
      onExit: 'bye',
      arguments: grid,
      templates: [
        {
          name: 'main',
          dag: {
            failFast: false,
            tasks: [
              { name: 'first', template: 'say' },
              train('train', { depends: 'first' }),
              { name: 'after', template: 'say', depends: 'train.Succeeded' },
              { name: 'anyway', template: 'say', depends: 'train.AnySucceeded && first' },
            ],
          },
        },
        bash('say', 'echo said'),
        bash('train', 'test {{inputs.parameters.DIM}} != 2 || exit 3', {
          ...dim,
          retryStrategy: { limit: '1', retryPolicy: 'Always' },
        }),
        {
          name: 'bye',
          steps: [
            [{ name: 'one', template: 'say' }],
            [{ name: 'two', template: 'say', when: "'{{workflow.status}}' == 'Succeeded'" }],
          ],
        },
      ],
    },
  ],
  [
    'steps whose items were printed by a script, and one that waits',
    {
      entrypoint: 'main',
      templates: [
        {
          name: 'main',
          steps: [
            [{ name: 'make', template: 'make' }],
            [
              {
                name: 'each',
                template: 'train',
                withParam: '{{steps.make.outputs.result}}',
                arguments: { parameters: [{ name: 'DIM', value: '{{item}}' }] },
              },
            ],
            [{ name: 'hold', template: 'hold' }],
          ],
        },
        { name: 'make', script: { image: '{{image}}', command: ['/bin/bash'], source: `echo '[3,"four"]'` } },
        { name: 'hold', suspend: { duration: '1s' } },
        bash('train', 'echo {{inputs.parameters.DIM}}', dim),
      ],
    },
  ],
  [
    'a workflow whose arguments lack a value',
    {
      entrypoint: 'main',
      templates: [
        { name: 'main', dag: { tasks: [{ name: 'train', template: 'train' }] } },
        bash('train', 'echo {{inputs.parameters.DIM}}', dim),
      ],
    },
  ],
  [
    'a workflow whose task waits for one that there is not',
    {
      entrypoint: 'main',
      templates: [
        { name: 'main', dag: { tasks: [{ name: 'a', template: 'say', depends: 'b' }] } },
        bash('say', 'echo'),
      ],
    },
  ],
  [
    'a grid that is no list',
    {
      entrypoint: 'main',
      arguments: { parameters: [{ name: 'grid', value: '{"no":"list"}' }] },
      templates: [{ name: 'main', dag: { tasks: [train('train')] } }, bash('train', 'echo', dim)],
    },
  ],
  [
    'an empty grid',
    {
      entrypoint: 'main',
      arguments: { parameters: [{ name: 'grid', value: '[]' }] },
      templates: [{ name: 'main', dag: { tasks: [train('train')] } }, bash('train', 'echo', dim)],
    },
  ],
];

test.skipIf(lab === undefined).each(specifications)(
  '%s ends as with the real controller (needs SARDONYX_LAB and the lab up)',
  async (_, specification) => {
    const cluster = await startArgoCluster();
    try {
      cluster.submit(replaceIn(specification, { image: 'sandbox/program:1' }) as never);
      const real = lab?.run(replaceIn(specification, { image: 'lab/debian:1' }) as never);
      const own = settledStatus(await cluster.over('grid'));
      if (real === undefined) throw new Error('there is no lab');
      expect(own).toEqual(settledStatus(await real));
    } finally {
      await cluster.stop();
    }
  },
  150_000,
);
