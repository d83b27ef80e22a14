/** A project of the sandbox, with its Argo, its MLflow and its storage. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { testNetwork } from '../../network/testing/test-network.ts';
import { createKubernetesClient } from '../../platform/kubernetes/client.ts';
import { fromKubeconfig } from '../../platform/kubernetes/kubeconfig.ts';
import { directTransport } from '../../platform/kubernetes/testing/direct-transport.ts';
import { createS3Endpoint } from '../../platform/s3/endpoint.ts';
import { createFixedProfile } from '../../platform/s3/sts.ts';
import { openTrainingPlace, type Servers, type TrainingPlace } from './training-place.ts';

interface Facts {
  readonly kubernetes: { readonly adminKubeconfig: string };
  readonly s3: { readonly endpoint: string; readonly fromPods: string };
  readonly mlflow: { readonly url: string; readonly fromPods: string };
  readonly argo: {
    readonly server: string;
    readonly serviceAccount: string;
    readonly image: string;
    readonly s3Secret: string;
  };
}

export interface SandboxPlace extends TrainingPlace {
  readonly facts: Facts;
  readonly bucket: string;
}

/** Starts a sandbox as a child and goes to alice's own project as its administrator. */
export async function openSandboxPlace(parts: Servers['parts']): Promise<SandboxPlace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-sandbox-'));
  const program = path.join(import.meta.dirname, '../../../../sandbox/index.ts');
  const child = spawn(process.execPath, [program, '--folder', folder, '--with-parent'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const facts = JSON.parse(line) as Facts;
  const { adminKubeconfig } = facts.kubernetes;
  const access = await fromKubeconfig(await readFile(adminKubeconfig, 'utf8'), {
    folder: path.dirname(adminKubeconfig),
  });
  const transport = directTransport();
  const cluster = createKubernetesClient(access, transport);
  const namespace = 'user-alice';
  // As at a person's first sign-in; the sandbox puts in it what trainings need.
  await cluster.request('POST', '/api/v1/namespaces', { body: { metadata: { name: namespace } } });
  const net = await testNetwork();
  const profile = { name: 'sandbox', endpoint: facts.s3.endpoint, region: 'us-east-1', pathStyle: true };
  const keys = { accessKeyId: 'sandbox-root', secretAccessKey: 'sandbox-root-secret' };
  const endpoint = createS3Endpoint({
    ...{ id: 'p', kind: 'own', profile, network: net.network, clock: Date.now },
    keys: createFixedProfile(profile, keys, Date.now),
  });
  const bucket = 'alice';
  const place = await openTrainingPlace({
    ...{ cluster, namespace, endpoint, bucket },
    ...(parts && { parts }),
    platform: {
      mlflow: { url: facts.mlflow.url },
      argo: { server: facts.argo.server, serviceAccount: facts.argo.serviceAccount },
      training: { mlflow: facts.mlflow.fromPods, s3: facts.s3.fromPods, s3Secret: facts.argo.s3Secret },
    },
  });
  return {
    ...place,
    ...{ facts, bucket },
    async [Symbol.asyncDispose]() {
      await place[Symbol.asyncDispose]();
      endpoint.close();
      await net[Symbol.asyncDispose]();
      await transport.close();
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
