/** The node of the sandbox's cluster: controllers, scheduler, kubelet and ingress over one store. */
import path from 'node:path';
import type { NodeAgent, ObjectStore } from '../kubernetes/model.ts';
import { startClaims } from './controllers/claim.ts';
import { startDaemonSets } from './controllers/daemon-set.ts';
import { startDeployments } from './controllers/deployment.ts';
import { startEndpoints } from './controllers/endpoints.ts';
import { startJobs } from './controllers/job.ts';
import { startReplicaSets } from './controllers/replica-set.ts';
import { startScheduler } from './controllers/scheduler.ts';
import { startStatefulSets } from './controllers/stateful-set.ts';
import { startIngress } from './ingress.ts';
import { startIngressStatus } from './ingress-status.ts';
import { realPace, type Pace } from './kubelet/context.ts';
import { createImages } from './kubelet/images.ts';
import { startKubelet } from './kubelet/kubelet.ts';
import { createMemoryGuard } from './kubelet/memory.ts';
import { declareNode, nodeAddress } from './node-object.ts';

export interface NodeOptions {
  readonly store: ObjectStore;
  /** Where pods and claims keep their files; the same folder again brings the claims back. */
  readonly folder: string;
  /** The domain under which services get their names; written into the status of each Ingress. */
  readonly ingressDomain: string;
  /** 0, the default, for any free port. */
  readonly ingressPort?: number;
  readonly name?: string;
  /** What the machine claims to have; 8 cores, 32 GiB and 110 pods unless told otherwise. */
  readonly capacity?: Record<string, string>;
  readonly programsFolder?: string;
  readonly pace?: Pace;
  readonly log?: (message: string) => void;
}

export interface SandboxNode {
  readonly agent: NodeAgent;
  /** Address of the ingress, `http://127.0.0.1:<port>`. */
  readonly ingressUrl: string;
  /** Kills the programs of a pod from outside, as a crash would (for fault injection). Answers whether one ran. */
  killPod(namespace: string, name: string): boolean;
  /** Asks the programs of a pod to end and, after its grace period, ends them by force; the pod stays and tells how they ended. */
  endPrograms(namespace: string, name: string): void;
  /** Ends every process that pods started. The pods stay in the store and begin anew with the next node on the same folder. */
  stop(): Promise<void>;
}

const defaultCapacity = { cpu: '8', memory: '32Gi', pods: '110', 'ephemeral-storage': '100Gi' };
const defaultPrograms = path.join(import.meta.dirname, '..', '..', '..', 'resources', 'sandbox', 'programs');

/** Starts the node. @throws Error when the ingress port is taken or the folder cannot be written. */
export async function startNode(options: NodeOptions): Promise<SandboxNode> {
  const { store, ingressDomain, log = () => undefined, name = 'sandbox' } = options;
  const folder = path.resolve(options.folder);
  const offer = declareNode(store, name, options.capacity ?? defaultCapacity);
  const memory = createMemoryGuard();
  const claims = startClaims(store, path.join(folder, 'claims'), log);
  const kubelet = startKubelet(name, {
    store,
    log,
    memory,
    nodeAddress,
    images: createImages(options.programsFolder ?? defaultPrograms, process.env['PATH'] ?? ''),
    pace: options.pace ?? realPace,
    podsFolder: path.join(folder, 'pods'),
    claimFolder: (namespace, claim) => claims.folderOf(namespace, claim),
  });
  const controllers = [
    startStatefulSets(store, log),
    startDeployments(store, log),
    startReplicaSets(store, log),
    startDaemonSets(store, offer.labels, log),
    startJobs(store, log),
    startScheduler(store, offer, log),
    startEndpoints(store, log),
    startIngressStatus(store, ingressDomain, log),
  ];
  const ingress = await startIngress({ store, agent: kubelet.agent, port: options.ingressPort ?? 0, log });
  return {
    agent: kubelet.agent,
    ingressUrl: ingress.url,
    killPod: (namespace, pod) => kubelet.kill(namespace, pod),
    endPrograms: (namespace, pod) => kubelet.endPrograms(namespace, pod),
    async stop() {
      for (const stop of controllers) stop();
      await ingress.stop();
      await kubelet.stop();
      await claims.stop();
      memory.stop();
    },
  };
}
