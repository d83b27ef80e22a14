/** Objects of a cluster and of Argo CD as they are read, for tests. */
import type { ArgoApplication } from '../../platform/argo-cd/application.ts';
import type { Variable, Workload } from '../applications/workload.ts';

/** A Deployment that is rolled out. */
export function deployment(
  name: string,
  { image = 'registry:5000/lab/api:1.2', env = [] }: { image?: string; env?: readonly Variable[] } = {},
): Workload {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'projet-nace',
      uid: `uid-${name}`,
      resourceVersion: '7',
      generation: 2,
      annotations: { 'deployment.kubernetes.io/revision': '3' },
    },
    spec: {
      replicas: 1,
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'api', image, env, ports: [{ containerPort: 8000 }] }] },
      },
    },
    status: { replicas: 1, updatedReplicas: 1, readyReplicas: 1, observedGeneration: 2 },
  };
}

export const modelVariables = (version: string): Variable[] => [
  { name: 'MLFLOW_MODEL_NAME', value: 'codification-naf' },
  { name: 'MLFLOW_MODEL_VERSION', value: version },
];

/** An Application that keeps a Deployment of the same name. */
export function argoApplication(
  name: string,
  spec: Partial<NonNullable<ArgoApplication['spec']>> = {},
): ArgoApplication {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', uid: `uid-${name}`, resourceVersion: '3' },
    spec: {
      source: { repoURL: 'https://git.example.org/api', path: name, targetRevision: 'main' },
      destination: { namespace: 'projet-nace' },
      ...spec,
    },
    status: {
      sync: { status: 'Synced', revision: 'abc' },
      health: { status: 'Healthy' },
      resources: [{ group: 'apps', kind: 'Deployment', namespace: 'projet-nace', name, status: 'Synced' }],
      history: [
        { id: 0, revision: 'aaa', deployedAt: '2026-01-01T00:00:00Z' },
        { id: 1, revision: 'abc', deployedAt: '2026-01-02T00:00:00Z' },
      ],
      summary: { images: ['registry/api:1'], externalURLs: ['https://api.example.org'] },
    },
  };
}
