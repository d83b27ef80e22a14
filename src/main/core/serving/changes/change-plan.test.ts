import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServingChange } from '../../../../shared/contract/serving/applications.ts';
import { argoApplication, deployment, modelVariables } from '../testing/objects.ts';
import { planChange } from './change-plan.ts';
import { unifiedDiff } from './unified-diff.ts';

const image: ServingChange = {
  kind: 'image',
  workload: 'api',
  container: 'api',
  image: 'registry:5000/lab/api:2.0',
};
const version: ServingChange = {
  kind: 'variable',
  workload: 'api',
  container: 'api',
  name: 'MLFLOW_MODEL_VERSION',
  value: '4',
};
const live = () => deployment('api', { env: modelVariables('3') });
const repository = { repoURL: 'https://git.example.org/api', path: 'api', targetRevision: 'main' };

/** What `patch` makes of a text: the lines that stay and those that come, hunk by hunk. */
function patched(before: string, diff: string): string {
  const lines = before.replace(/\n$/, '').split('\n');
  const result: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(2)) {
    const head = /^@@ -(\d+),(\d+)/.exec(line);
    if (head) {
      const start = Number(head[1]) - (head[2] === '0' ? 0 : 1);
      result.push(...lines.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) result.push(line.slice(1));
    else if (line.startsWith('-') || line.startsWith(' ')) {
      expect(lines[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) result.push(line.slice(1));
      at += 1;
    }
  }
  return `${[...result, ...lines.slice(at)].join('\n')}\n`;
}

describe('a unified diff', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ' d', 'e'), { minLength: 1, maxLength: 40 })
    .map((lines) => `${lines.join('\n')}\n`);
  test('leads from one text to the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff('x', before, after);
        expect(diff === '' ? before : patched(before, diff)).toBe(after);
      }),
    );
  });
  test('has three lines around a change, and hunks apart', () => {
    const lines = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`);
    const after = lines.with(1, 'second').with(17, 'later');
    expect(unifiedDiff('x.yaml', `${lines.join('\n')}\n`, `${after.join('\n')}\n`)).toBe(
      [
        '--- a/x.yaml',
        '+++ b/x.yaml',
        '@@ -1,5 +1,5 @@',
        ' line 1',
        '-line 2',
        '+second',
        ' line 3',
        ' line 4',
        ' line 5',
        '@@ -15,6 +15,6 @@',
        ' line 15',
        ' line 16',
        ' line 17',
        '-line 18',
        '+later',
        ' line 19',
        ' line 20',
        '',
      ].join('\n'),
    );
    expect(unifiedDiff('x', 'same\n', 'same\n')).toBe('');
  });
});

describe('a change of a Deployment', () => {
  test('is a strategic merge patch with the command that does the same', () => {
    const plan = planChange({ application: undefined, deployments: [live()] }, [image, version]);
    expect(plan.patches.map(({ patch }) => patch)).toEqual([
      {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'api',
                  image: 'registry:5000/lab/api:2.0',
                  env: [{ name: 'MLFLOW_MODEL_VERSION', value: '4' }],
                },
              ],
            },
          },
        },
      },
    ]);
    expect(plan.command).toBe(
      [
        'kubectl -n projet-nace set image deployment/api api=registry:5000/lab/api:2.0 &&',
        'kubectl -n projet-nace set env deployment/api -c api MLFLOW_MODEL_VERSION=4',
      ].join('\n'),
    );
    expect(plan.diff).toMatch(/^-\s+value: "3"$/m);
    expect(plan.diff).toMatch(/^\+\s+value: "4"$/m);
    expect(plan.diff).not.toContain('resourceVersion');
    expect(plan.patch).toContain('kind: Deployment');
    expect(plan.undoneBySync).toBe(false);
  });
  test('is refused for containers that are not there and variables that come from elsewhere', () => {
    const planned = (change: ServingChange) => () =>
      planChange(
        {
          application: undefined,
          deployments: [deployment('api', { env: [{ name: 'FROM', valueFrom: {} }] })],
        },
        [change],
      );
    const because = (reason: string) =>
      expect.objectContaining({ data: expect.objectContaining({ reason }) }) as Error;
    expect(planned({ ...image, container: 'other' })).toThrow(because('serving-no-container'));
    expect(planned({ ...image, workload: 'other' })).toThrow(because('serving-no-workload'));
    expect(planned({ ...version, name: 'FROM' })).toThrow(because('serving-variable-elsewhere'));
  });
  test('shows the name of a variable instead of what looks secret', () => {
    const secret = { ...version, name: 'API_TOKEN', value: 'hush' };
    expect(planChange({ application: undefined, deployments: [live()] }, [secret]).command).toBe(
      'kubectl -n projet-nace set env deployment/api -c api API_TOKEN="$API_TOKEN"',
    );
  });
});

describe('a change of what Argo CD keeps', () => {
  const planned = (
    spec: Parameters<typeof argoApplication>[1],
    changes: readonly ServingChange[],
    type?: string,
  ) => {
    const argo = argoApplication('api', spec);
    const application = {
      ...argo,
      status: { ...argo.status, ...(type !== undefined && { sourceType: type }) },
    };
    return planChange({ application, deployments: [live()] }, changes);
  };
  test('goes into the images of its kustomization, and into a patch of it', () => {
    const source = { ...repository, kustomize: { images: ['registry:5000/lab/api:1.2', 'other:1'] } };
    const plan = planned({ source }, [image, version]);
    expect(plan.source?.kustomize?.images).toEqual(['other:1', 'registry:5000/lab/api:2.0']);
    expect(plan.source?.kustomize?.patches).toHaveLength(1);
    expect(plan.command).toContain(
      'argocd app set argocd/api --kustomize-image registry:5000/lab/api:2.0 &&\nargocd app patch argocd/api',
    );
    expect(plan.command).toContain('argocd app sync argocd/api');
    expect(plan.diff).toContain('+++ b/application-api.yaml');
    expect(plan.diff).toContain('+++ b/deployment-api.yaml');
    expect(plan.undoneBySync).toBe(false);
  });
  test('replaces its own earlier patch and keeps those of others', () => {
    const foreign = {
      target: { kind: 'Deployment', name: 'api' },
      patch: '- op: remove\n  path: /spec/paused\n',
    };
    const first = planned({ source: { ...repository, kustomize: { patches: [foreign] } } }, [version]);
    const next = planned({ source: first.source ?? repository }, [{ ...version, value: '5' }]);
    expect(next.source?.kustomize?.patches).toHaveLength(2);
    expect(next.source?.kustomize?.patches?.[0]).toEqual(foreign);
    expect(next.source?.kustomize?.patches?.[1]?.patch).toContain('value: "5"');
  });
  test('knows a kustomization that has no images of its own yet', () => {
    expect(planned({ source: repository }, [image], 'Kustomize').source?.kustomize?.images).toEqual([
      'registry:5000/lab/api:2.0',
    ]);
  });
  test('names the image of the manifests where another one is in its place', () => {
    const images = ['api=registry:5000/lab/api:1.2'];
    const plan = planned({ source: { ...repository, kustomize: { images } } }, [image]);
    expect(plan.source?.kustomize?.images).toEqual(['api=registry:5000/lab/api:2.0']);
  });
  test('goes into the parameters of its chart that speak of it, or of its plugin', () => {
    const parameters = [
      { name: 'image.tag', value: '1.2' },
      { name: 'sidecar.image.tag', value: '9' },
      { name: 'model.version', value: '3' },
    ];
    const plan = planned({ source: { ...repository, helm: { parameters } } }, [image, version]);
    expect(plan.source?.helm?.parameters).toEqual([
      { name: 'image.tag', value: '2.0' },
      { name: 'sidecar.image.tag', value: '9' },
      { name: 'model.version', value: '4' },
    ]);
    expect(plan.command).toMatch(/^argocd app set argocd\/api -p image.tag=2.0 -p model.version=4/);
    const env = [{ name: 'MLFLOW_MODEL_VERSION', value: '3' }];
    expect(planned({ source: { ...repository, plugin: { env } } }, [version]).source?.plugin?.env).toEqual([
      { name: 'MLFLOW_MODEL_VERSION', value: '4' },
    ]);
  });
  test('is made on the Deployment where the source cannot tell it, and told to be undone', () => {
    const plan = planned({ source: repository, syncPolicy: { automated: { selfHeal: true } } }, [version]);
    expect(plan.source).toBeUndefined();
    expect(plan.patches).toHaveLength(1);
    expect(plan.undoneBySync).toBe(true);
    const automatic = { source: { ...repository, kustomize: {} }, syncPolicy: { automated: {} } };
    const followed = planned(automatic, [image]);
    expect(followed.undoneBySync).toBe(false);
    expect(followed.command).not.toContain('sync');
  });
});
