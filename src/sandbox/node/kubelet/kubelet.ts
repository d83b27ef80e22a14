/** Runs the pods that are assigned to this node, and answers for their logs, commands and ports. */
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { KubernetesObject, NodeAgent, StoreEvent } from '../../kubernetes/model.ts';
import { at } from '../../kubernetes/shape.ts';
import { badRequest, StatusError } from '../../kubernetes/status.ts';
import type { KubeletContext } from './context.ts';
import { execute } from './exec.ts';
import { endLeftovers } from './leftovers.ts';
import { loggedId, streamLog } from './logs.ts';
import { graceOf, PodWorker } from './pod-worker.ts';
import { stopProcess } from './process.ts';
import { connectTo } from './ports.ts';
import { waitingFacts } from './pod-status.ts';
import { knownFacts } from './known-facts.ts';
import { readPod } from '../pod-spec.ts';
import { isFinished } from '../pod-state.ts';

export interface Kubelet {
  readonly agent: NodeAgent;
  /** Kills the programs of a pod from outside, as a crash would. Answers whether one ran. */
  kill(namespace: string, name: string): boolean;
  /** Asks the programs of a pod to end and, after its grace period, ends them by force; the pod stays and tells how they ended. */
  endPrograms(namespace: string, name: string): void;
  /** Ends all processes; the pods stay in the store and begin anew with the next kubelet. */
  stop(): Promise<void>;
}

/** Objects whose change may let a waiting pod go on. */
const awaited = new Set(['secrets', 'configmaps', 'persistentvolumeclaims']);

/** Starts the kubelet of a node: first what an earlier one left running is ended, then every pod assigned to it begins. */
export function startKubelet(nodeName: string, context: KubeletContext): Kubelet {
  const { store } = context;
  mkdirSync(context.podsFolder, { recursive: true, mode: 0o700 });
  endLeftovers(context.podsFolder);
  const workers = new Map<string, PodWorker>();
  const removals = new Set<Promise<void>>();
  let stopped = false;

  for (const pod of store.list('pods')) seen(pod);
  const unwatch = store.watch((event) => {
    if (awaited.has(event.resource.plural)) wake(event.object.metadata.namespace);
    if (event.resource.plural !== 'pods') return;
    if (event.type === 'DELETED') gone(event);
    else seen(event.object);
  });

  function seen(pod: KubernetesObject) {
    if (stopped) return;
    const worker = workers.get(pod.metadata.uid);
    const deleted = pod.metadata.deletionTimestamp !== undefined;
    const assigned = at(pod, 'spec', 'nodeName') === nodeName;
    if (deleted && (assigned || at(pod, 'spec', 'nodeName') === undefined)) finish(pod, worker);
    else if (assigned && worker === undefined && !isFinished(pod))
      workers.set(pod.metadata.uid, new PodWorker(pod, freeAddress(), context));
  }

  /** Ends a deleted pod within its grace period, then takes the object out of the store. */
  function finish(pod: KubernetesObject, worker: PodWorker | undefined) {
    const { namespace, name, uid } = pod.metadata;
    track(
      (worker?.terminate(graceOf(pod)) ?? Promise.resolve()).then(() => {
        const stored = store.get('pods', namespace, name);
        if (!stopped && stored?.metadata.uid === uid)
          store.delete('pods', namespace, name, { gracePeriodSeconds: 0, uid });
      }),
    );
  }

  /** A pod that left the store is ended at once if it still runs, and its folder removed. */
  function gone({ object }: StoreEvent) {
    const { uid } = object.metadata;
    const ending = workers.get(uid)?.terminate(0) ?? Promise.resolve();
    workers.delete(uid);
    // The claims of the pod are only linked from its folder: they stay.
    track(
      ending.then(() =>
        rm(path.join(context.podsFolder, uid), { recursive: true, force: true, maxRetries: 3 }),
      ),
    );
  }

  function track(work: Promise<void>) {
    const settled = work.catch((error: unknown) => context.log(`pod removal failed: ${String(error)}`));
    removals.add(settled);
    void settled.then(() => removals.delete(settled));
  }

  function wake(namespace: string | undefined) {
    for (const worker of workers.values()) if (worker.pod.metadata.namespace === namespace) worker.wake();
  }

  /** An address of the pod network that no running pod has. It names the pod; nothing answers there. */
  function freeAddress(): string {
    const used = new Set([...workers.values()].map(({ podAddress }) => podAddress));
    for (let index = 4; ; index += 1) {
      const address = `10.11.${index >> 8}.${index & 255}`;
      if (!used.has(address)) return address;
    }
  }

  function runnerOf(pod: KubernetesObject, container: string) {
    return workers.get(pod.metadata.uid)?.runners.find((runner) => runner.container.name === container);
  }

  const agent: NodeAgent = {
    logs(pod, options, signal) {
      return Promise.resolve().then(() => {
        const { name } = pod.metadata;
        if (at(pod, 'spec', 'nodeName') === undefined)
          throw badRequest(`pod ${name} does not have a host assigned`);
        const runner = runnerOf(pod, options.container);
        const facts = runner?.facts ?? finishedFacts(pod, options.container);
        const id = loggedId(facts, name, options);
        const isRunning = () => runner?.facts.state.running !== undefined && runner.facts.containerID === id;
        return streamLog(path.join(context.podsFolder, pod.metadata.uid), id, options, isRunning, signal);
      });
    },
    async exec(pod, { container, command, tty }, streams, signal) {
      const current = runnerOf(pod, container)?.current;
      if (current === undefined)
        throw new StatusError(
          500,
          'InternalError',
          `unable to upgrade connection: container not found ("${container}")`,
        );
      return execute(current, command, tty, streams, signal);
    },
    async connect(pod, port) {
      const { uid } = pod.metadata;
      const refused = new Error(
        `failed to connect to localhost:${port} inside namespace "${uid}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found`,
      );
      const ports = (workers.get(uid)?.runners ?? []).flatMap(
        ({ current }) => current?.ports.get(port) ?? [],
      );
      if (ports[0] === undefined) throw refused;
      return connectTo(ports[0]).catch(() => Promise.reject(refused));
    },
  };

  function workerOf(namespace: string, name: string) {
    return [...workers.values()].find(
      (worker) => worker.pod.metadata.namespace === namespace && worker.pod.metadata.name === name,
    );
  }

  return {
    agent,
    kill(namespace, name) {
      const running = workerOf(namespace, name)?.runners.flatMap(({ current }) => current ?? []) ?? [];
      for (const { running: program } of running) program.signal('SIGKILL');
      return running.length > 0;
    },
    endPrograms(namespace, name) {
      const worker = workerOf(namespace, name);
      if (worker === undefined) return;
      const { graceSeconds } = readPod(worker.pod);
      for (const { current } of worker.runners)
        if (current !== undefined) void stopProcess(current.running, graceSeconds);
    },
    async stop() {
      stopped = true;
      unwatch();
      await Promise.all([...workers.values()].map((worker) => worker.suspend()));
      await Promise.all(removals);
      workers.clear();
    },
  };
}

/** What the status says of a container of a pod that needs no worker any more. */
function finishedFacts(pod: KubernetesObject, container: string) {
  const plan = readPod(pod);
  const init = plan.initContainers.some(({ name }) => name === container);
  return knownFacts(pod, container, plan, init) ?? waitingFacts('ContainerCreating');
}
