/** The sandbox's Argo Workflows: controllers, server, and what every project needs to train. */
import type { FaultGate } from '../faults.ts';
import type { VerifyToken } from '../kubernetes/authentication.ts';
import type { ObjectStore } from '../kubernetes/model.ts';
import type { SandboxNode } from '../node/node.ts';
import type { S3Server } from '../s3/server.ts';
import { startWorkflows } from './controller.ts';
import { startCronWorkflows } from './cron.ts';
import { artifactBucket, openLogStore } from './log-store.ts';
import { prepareNamespaces } from './namespaces.ts';
import { startArgoServer, type ArgoServer } from './server.ts';
import type { TrainingPlace } from './training-place.ts';

export interface ArgoOptions {
  readonly port: number;
  readonly store: ObjectStore;
  readonly node: Pick<SandboxNode, 'agent' | 'endPrograms'>;
  readonly s3: Pick<S3Server, 'url' | 'keep' | 'read'>;
  readonly mlflow: string | undefined;
  readonly keys: TrainingPlace['keys'];
  readonly verifyToken: VerifyToken;
  readonly faults: FaultGate;
  readonly log: (message: string) => void;
}

/** Starts all of it; the server on 127.0.0.1. */
export async function startArgo(options: ArgoOptions): Promise<ArgoServer> {
  const { store, node, s3, mlflow, keys, log } = options;
  const logs = openLogStore(s3);
  const server = await startArgoServer({ ...options, agent: node.agent, logs });
  const repository = {
    default: true,
    artifactRepository: {
      archiveLogs: true,
      s3: {
        endpoint: new URL(s3.url).host,
        bucket: artifactBucket,
        insecure: true,
        keyFormat: '{{workflow.namespace}}/{{workflow.name}}/{{pod.name}}',
      },
    },
  };
  const stops = [
    prepareNamespaces(store, { s3: s3.url, mlflow, keys }),
    startWorkflows({
      store,
      agent: node.agent,
      endPod: (namespace, name) => node.endPrograms(namespace, name),
      keepLog: (key, text) => logs.keep(key, text),
      repository,
      log,
    }),
    startCronWorkflows(store, log),
  ];
  return {
    ...server,
    async stop() {
      for (const stop of stops) stop();
      await server.stop();
    },
  };
}
