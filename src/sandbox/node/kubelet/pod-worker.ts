/** One pod on this node from its first volume to its end. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { KubernetesObject } from '../../kubernetes/model.ts';
import { at, sameJson, textOf } from '../../kubernetes/shape.ts';
import { numberOr, timestamp } from '../fields.ts';
import { readPod, type ContainerPlan, type PodPlan } from '../pod-spec.ts';
import { ContainerRunner } from './container-runner.ts';
import { recordPodEvent, type KubeletContext } from './context.ts';
import { createPauses } from './pause.ts';
import { knownFacts } from './known-facts.ts';
import { podStatus } from './pod-status.ts';
import { linkMounts, MountFailed, setUpVolumes } from './volumes.ts';

export class PodWorker {
  readonly folder: string;
  readonly root: string;
  readonly runners: readonly ContainerRunner[];
  readonly pod: KubernetesObject;
  readonly podAddress: string;
  readonly #context: KubeletContext;
  readonly #plan: PodPlan;
  readonly #startTime: string;
  readonly #pauses = createPauses();
  readonly #leaving = createPauses();
  #sandboxReady = false;
  #initialized = false;
  #ending: Promise<void> | undefined;
  #muted = false;
  readonly #done: Promise<void>;

  /** Begins at once. The worker answers for the pod of this uid only; its status is written into the store. */
  constructor(pod: KubernetesObject, podAddress: string, context: KubeletContext) {
    this.pod = pod;
    this.podAddress = podAddress;
    this.#context = context;
    this.#plan = readPod(pod);
    this.#startTime = textOf(at(pod, 'status', 'startTime')) ?? timestamp();
    this.folder = path.join(context.podsFolder, pod.metadata.uid);
    this.root = path.join(this.folder, 'root');
    const runner = (init: boolean) => (container: ContainerPlan) => this.#runner(container, init);
    this.runners = [
      ...this.#plan.initContainers.map(runner(true)),
      ...this.#plan.containers.map(runner(false)),
    ];
    this.#done = this.#run().catch((error: unknown) => {
      context.log(`pod ${pod.metadata.name} cannot run: ${String(error)}`);
      recordPodEvent(context, pod, 'Warning', 'FailedSync', `error determining status: ${String(error)}`);
    });
  }

  /** Tries at once whatever waits for another object (Secret, ConfigMap, claim). */
  wake(): void {
    this.#pauses.wake();
    for (const runner of this.runners) runner.wake();
  }

  /**
   * Ends the pod in the order of the kubelet and resolves when all its processes are gone and the pod may leave the store. A shorter
   * grace may come later; 0 waits for nothing but the processes.
   */
  async terminate(graceSeconds: number): Promise<void> {
    this.#ending ??= this.#end(graceSeconds);
    if (graceSeconds === 0) {
      this.#leaving.end();
      for (const runner of this.runners) runner.current?.running.signal('SIGKILL');
    }
    await this.#ending;
  }

  /** Ends the processes because the node stops; the pod stays what it was and begins anew with the next node. */
  async suspend(): Promise<void> {
    this.#muted = true;
    this.#pauses.end();
    this.#leaving.end();
    await Promise.all(this.runners.map((runner) => runner.terminate(2, true)));
    await this.#done;
  }

  #runner(container: ContainerPlan, init: boolean): ContainerRunner {
    return new ContainerRunner({
      context: this.#context,
      pod: this.pod,
      plan: this.#plan,
      container,
      folder: this.folder,
      podAddress: this.podAddress,
      init,
      known: knownFacts(this.pod, container.name, this.#plan, init),
      changed: () => this.#publish(),
    });
  }

  async #run(): Promise<void> {
    this.#publish();
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    if (!(await this.#mount())) return;
    this.#sandboxReady = true;
    this.#publish();
    const main = new Set(this.#plan.containers.map(({ name }) => name));
    const sidecars: Promise<void>[] = [];
    for (const runner of this.runners.filter(({ container }) => !main.has(container.name))) {
      const running = runner.run();
      if (runner.container.sidecar) {
        sidecars.push(running);
        await Promise.race([runner.started, running]);
      } else {
        await running;
        if (runner.facts.state.terminated?.exitCode !== 0) return this.#publish();
      }
      if (this.#pauses.ended) return;
    }
    this.#initialized = true;
    for (const runner of this.runners) {
      if (runner.facts.state.waiting?.reason === 'PodInitializing')
        runner.facts.state = { waiting: { reason: 'ContainerCreating' } };
    }
    const running = this.runners.filter(
      ({ container, facts }) => main.has(container.name) && !this.#isOver(facts.state.terminated?.exitCode),
    );
    await Promise.all(running.map((runner) => runner.run()));
    if (sidecars.length > 0 && !this.#pauses.ended) {
      for (const runner of this.runners.filter(({ container }) => container.sidecar))
        await runner.terminate(this.#plan.graceSeconds);
      await Promise.all(sidecars);
    }
    this.#publish();
  }

  /** Sets up the volumes, trying again as long as one is missing. False when the pod ended meanwhile. */
  async #mount(): Promise<boolean> {
    const { store, claimFolder, pace } = this.#context;
    const namespace = this.pod.metadata.namespace ?? '';
    for (let delay = pace.settle / 2; !this.#pauses.ended; delay = Math.min(delay * 2, pace.retry * 12)) {
      try {
        const folders = await setUpVolumes(this.#plan.volumes, {
          store,
          pod: this.pod,
          folder: path.join(this.folder, 'volumes'),
          claimFolder: (name) => claimFolder(namespace, name),
        });
        for (const { container } of this.runners) await linkMounts(container, this.root, folders);
        return true;
      } catch (error) {
        if (!(error instanceof MountFailed)) throw error;
        recordPodEvent(this.#context, this.pod, 'Warning', 'FailedMount', error.message);
        await this.#pauses.wait(delay);
      }
    }
    return false;
  }

  async #end(graceSeconds: number): Promise<void> {
    this.#pauses.end();
    const sidecars = this.runners.filter(({ container }) => container.sidecar);
    await Promise.all(
      this.runners
        .filter((runner) => !sidecars.includes(runner))
        .map((runner) => runner.terminate(graceSeconds)),
    );
    await Promise.all(sidecars.map((runner) => runner.terminate(graceSeconds)));
    await this.#done;
    this.#publish();
    // `kubectl delete` reads the pod, then begins to watch its name: were its successor there by then, it would wait for that one.
    await this.#leaving.wait(this.#context.pace.leave);
  }

  /** Whether a container that ended with this code in an earlier life of the node stays ended. */
  #isOver(exitCode: number | undefined): boolean {
    if (exitCode === undefined) return false;
    return (
      this.#plan.restartPolicy === 'Never' || (this.#plan.restartPolicy === 'OnFailure' && exitCode === 0)
    );
  }

  #publish(): void {
    if (this.#muted) return;
    const { store, nodeAddress } = this.#context;
    const { namespace, name, uid } = this.pod.metadata;
    const stored = store.get('pods', namespace, name);
    if (stored?.metadata.uid !== uid) return;
    const status = podStatus(stored, this.#plan, {
      startTime: this.#startTime,
      podAddress: this.podAddress,
      nodeAddress,
      sandboxReady: this.#sandboxReady,
      initialized: this.#initialized,
      containers: new Map(
        this.runners.map(({ container, facts }) => [container.name, structuredClone(facts)]),
      ),
    });
    if (sameJson(stored['status'], status)) return;
    store.modify(
      'pods',
      namespace,
      name,
      (draft) => {
        if (draft.metadata.uid === uid) draft['status'] = status;
      },
      { subresource: 'status' },
    );
  }
}

/** The grace period that a deleted pod has, in seconds. */
export function graceOf(pod: KubernetesObject): number {
  return numberOr(
    pod.metadata.deletionGracePeriodSeconds,
    numberOr(at(pod, 'spec', 'terminationGracePeriodSeconds'), 30),
  );
}
