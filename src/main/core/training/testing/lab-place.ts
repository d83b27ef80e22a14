/** A project in the lab: a namespace of its own that Argo runs workflows in, MinIO and MLflow. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import { labFolder, makeNamespace, openLab } from '../../platform/kubernetes/testing/lab.ts';
import { openStore } from '../../platform/s3/testing/stores.ts';
import { openTrainingPlace, type TrainingPlace } from './training-place.ts';

interface ArgoFacts {
  readonly argo?: { readonly url: string };
  readonly mlflow?: { readonly url: string; readonly fromPods: string };
  readonly s3?: { readonly fromPods: string };
}

/** What the lab says of Argo; undefined where it is not up. */
export function argoFacts(): ArgoFacts | undefined {
  if (!labFolder) return undefined;
  const facts = JSON.parse(
    execFileSync(path.join(labFolder, 'lab'), ['facts'], { encoding: 'utf8' }),
  ) as ArgoFacts;
  return facts.argo && facts.mlflow ? facts : undefined;
}

/** The argument of a container that posts JSON to MLflow with bash alone. */
export function postScript(mlflow: string): string {
  const { hostname, port } = new URL(mlflow);
  return `post() { exec 3<>/dev/tcp/${hostname}/${port}; printf 'POST /api/2.0/mlflow/%s HTTP/1.0\\r\\nHost: ${hostname}:${port}\\r\\nContent-Type: application/json\\r\\nContent-Length: %d\\r\\n\\r\\n%s' "$1" "\${#2}" "$2" >&3; cat <&3 >/dev/null; exec 3>&-; }`;
}

/** Opens it: the namespace has what `lab argo` gives its own ones, copied from one of them. */
export async function openLabPlace(): Promise<TrainingPlace> {
  const facts = argoFacts();
  if (!facts?.argo || !facts.mlflow) throw new Error('The lab has no Argo');
  const [lab, store] = await Promise.all([openLab(), openStore('MinIO')]);
  const { name: namespace, remove } = await makeNamespace(lab.client);
  await prepare(lab.client, namespace);
  const place = await openTrainingPlace({
    ...{ cluster: lab.client, namespace, endpoint: store.endpoint, bucket: await store.bucket() },
    platform: {
      mlflow: { url: facts.mlflow.url },
      argo: { server: facts.argo.url },
      training: { mlflow: facts.mlflow.fromPods, ...(facts.s3 && { s3: facts.s3.fromPods }) },
    },
  });
  return {
    ...place,
    async [Symbol.asyncDispose]() {
      await place[Symbol.asyncDispose]();
      await remove();
      await store[Symbol.asyncDispose]();
      await lab.transport.close();
    },
  };
}

/** A namespace that `lab argo` prepared. */
const pattern = 'user-alice';

async function prepare(cluster: KubernetesClient, namespace: string): Promise<void> {
  const core = '/api/v1/namespaces';
  const rights = '/apis/rbac.authorization.k8s.io/v1/namespaces';
  const kinds = [
    [core, 'secrets', 'argo-artifacts'],
    [core, 'serviceaccounts', 'workflow'],
    [rights, 'roles', 'executor'],
    [rights, 'rolebindings', 'workflow-executor'],
  ] as const;
  for (const [group, plural, name] of kinds) {
    const found = (await cluster.request('GET', `${group}/${pattern}/${plural}/${name}`)) as {
      subjects?: { namespace?: string }[];
    };
    const { subjects } = found;
    await cluster.request('POST', `${group}/${namespace}/${plural}`, {
      body: {
        ...found,
        metadata: { name },
        ...(subjects && { subjects: subjects.map((one) => ({ ...one, namespace })) }),
      },
    });
  }
}
