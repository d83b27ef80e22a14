/** What a platform with Argo CD has from the start: its namespace, the rights of a project, a repository and one application. */
import path from 'node:path';
import codes from '@socialgouv/codes-naf';
import type { NewObject, ObjectStore } from '../kubernetes/model.ts';
import { resourceByKind } from '../kubernetes/resources.ts';
import { repositoryFolder } from './repository.ts';

/** MLflow, as pods reach it; the name and the password count only where it asks for them. */
export interface MlflowAccess {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** Who deploys what where. */
export interface Deployed {
  /** Where Argo CD is. */
  readonly argoCd: string;
  /** The project of a group, which has its name; so has its namespace. */
  readonly project: string;
  readonly mlflow: MlflowAccess;
}

export const applicationName = 'codification-api';
/** What the platform tells the pods of the application. */
const platformName = 'codification-platform';
const repoURL = 'https://git.sandbox.localhost/projet-nace/codification-deploiement.git';
const deployments = path.join(import.meta.dirname, '../../../resources/sandbox/deployments');
const rbac = 'rbac.authorization.k8s.io';

/** Makes what is missing; what people changed stays, the address of MLflow is brought up to date. */
export function seedServing(store: ObjectStore, { argoCd, project, mlflow }: Deployed): void {
  const ensure = (object: NewObject) => {
    const plural = resourceByKind(object.apiVersion, object.kind)?.plural ?? '';
    const { namespace: where, name = '' } = object.metadata;
    if (store.get(plural, where, name) === undefined) store.create(object);
  };
  ensure({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: argoCd } });
  for (const object of rightsOf(argoCd, project)) ensure(object);
  const source = { repoURL, path: applicationName };
  ensure(repositoryFolder(argoCd, source, path.join(deployments, applicationName)));
  for (const [plural, object] of [
    ['configmaps', platformMap(project, mlflow.url)],
    ['secrets', platformSecret(project, mlflow)],
  ] as const) {
    ensure(object);
    store.modify(plural, project, platformName, (draft) => {
      draft['data'] = object['data'];
    });
  }
  ensure({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: applicationName, namespace: argoCd },
    spec: {
      project,
      source: { ...source, targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: project },
      syncPolicy: { syncOptions: ['CreateNamespace=false'] },
    },
    operation: { initiatedBy: { username: 'admin' }, sync: {} },
  });
}

/** People of the group may see and change the applications, and commit to the repository. */
function rightsOf(namespace: string, group: string): NewObject[] {
  const metadata = { name: group, namespace };
  const change = ['get', 'list', 'watch', 'update', 'patch'];
  return [
    {
      apiVersion: `${rbac}/v1`,
      kind: 'Role',
      metadata,
      rules: [
        { apiGroups: ['argoproj.io'], resources: ['applications'], verbs: change },
        { apiGroups: [''], resources: ['configmaps'], verbs: change },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name: group },
      subjects: [{ apiGroup: rbac, kind: 'Group', name: group }],
    },
  ];
}

/** Where MLflow is, and the titles of the codes. */
function platformMap(namespace: string, mlflow: string): NewObject {
  const titles = codes
    .filter(({ id }) => /^\d{2}\.\d{2}[A-Z]$/.test(id))
    .map(({ id, label }) => [id.replace('.', ''), label.replaceAll(/\s+/g, ' ').trim()]);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: platformName, namespace },
    data: { mlflow, 'titles.json': JSON.stringify(Object.fromEntries(titles)) },
  };
}

/** With what the pods sign in to MLflow. */
function platformSecret(namespace: string, { user, password }: MlflowAccess): NewObject {
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: platformName, namespace },
    type: 'Opaque',
    data: { user: encoded(user), password: encoded(password) },
  };
}
