/** One container of a pod through its life: pull, configuration, program, probes, end, back-off, next program. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { KubernetesObject } from '../../kubernetes/model.ts';
import { at, textsOf } from '../../kubernetes/shape.ts';
import { numberOr, timestamp } from '../fields.ts';
import type { ContainerPlan, PodPlan, ProbeKind } from '../pod-spec.ts';
import { watchProbes } from './container-probes.ts';
import { recordPodEvent, type KubeletContext } from './context.ts';
import { findImage, type StartListener } from './image-pull.ts';
import type { Image } from './images.ts';
import { keepLogs, openContainerLog } from './log-files.ts';
import { createPauses } from './pause.ts';
import { waitingFacts, type ContainerFacts, type Terminated } from './pod-status.ts';
import { prepareProgram, type PreparedProgram } from './prepare.ts';
import { tryProbe } from './probe.ts';
import { startProcess, stopProcess, type RunningProcess } from './process.ts';
import { rememberProcess } from './leftovers.ts';
import { spokenDelay, startFailure } from './runtime-words.ts';

export interface RunnerOptions {
  readonly context: KubeletContext;
  readonly pod: KubernetesObject;
  readonly plan: PodPlan;
  readonly container: ContainerPlan;
  /** The pod's own folder; `root` in it stands for `/`. */
  readonly folder: string;
  readonly podAddress: string;
  readonly init: boolean;
  /** What an earlier life of the node knew of this container. */
  readonly known: ContainerFacts | undefined;
  readonly changed: () => void;
}

/** The program of a container while it runs, with what exec and probes need of it. */
export interface RunningContainer extends PreparedProgram {
  readonly running: RunningProcess;
}

export class ContainerRunner {
  readonly facts: ContainerFacts;
  readonly container: ContainerPlan;
  current: RunningContainer | undefined;
  readonly #options: RunnerOptions;
  readonly #pauses = createPauses();
  readonly #root: string;
  #stopping: Promise<unknown> | undefined;
  #outOfMemory = false;
  #markStarted: () => void = () => undefined;
  /** Resolves when the container is started, in the sense of its startup probe. */
  readonly started = new Promise<void>((resolve) => (this.#markStarted = resolve));

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.container = options.container;
    this.facts =
      options.known ??
      waitingFacts(options.plan.initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating');
    this.#root = path.join(options.folder, 'root');
  }

  /** Runs the container, again and again as the restart policy wants. Resolves when it will not run again. */
  async run(): Promise<void> {
    const { pace } = this.#options.context;
    let delay = 0;
    while (!this.#pauses.ended) {
      const begun = Date.now();
      const ended = await this.#runOnce();
      if (ended === undefined || this.#pauses.ended) return;
      if (!this.#mayRestart(ended.exitCode)) return;
      // A container that held out for twice the longest delay starts afresh, as the kubelet forgets after that time.
      if (Date.now() - begun > 2 * pace.backOffMost) delay = 0;
      if (delay > 0) await this.#backOff(delay);
      delay = delay === 0 ? pace.backOffFirst : Math.min(delay * 2, pace.backOffMost);
    }
  }

  /** Tries at once what waits for a Secret or ConfigMap. */
  wake(): void {
    const reason = this.facts.state.waiting?.reason;
    if (reason === 'CreateContainerConfigError') this.#pauses.wake();
  }

  /** Ends the container for good: SIGTERM, and SIGKILL after the grace period. */
  async terminate(graceSeconds: number, quietly = false): Promise<void> {
    this.#pauses.end();
    const current = this.current;
    if (current === undefined) return;
    if (!quietly) {
      this.#record('Normal', 'Killing', `Stopping container ${this.container.name}`);
      await this.#runStopHook(current, graceSeconds);
    }
    await this.#stop(graceSeconds);
  }

  /** Programs can also leave of themselves while they are being stopped; the exit is told once, by `run`. */
  #stop(graceSeconds: number): Promise<unknown> {
    const running = this.current?.running;
    if (running === undefined) return Promise.resolve();
    this.#stopping = stopProcess(running, graceSeconds);
    return this.#stopping;
  }

  async #runOnce(): Promise<Terminated | undefined> {
    const { context, folder, pod } = this.#options;
    const listener: StartListener = {
      context,
      pauses: this.#pauses,
      record: (...event) => this.#record(...event),
      wait: (reason, message) => this.#wait(reason, message),
    };
    const image = await findImage(this.container, listener);
    const prepared =
      image && (await prepareProgram({ pod, container: this.container, image, root: this.#root }, listener));
    if (image === undefined || prepared === undefined) return undefined;
    const id = randomBytes(32).toString('hex');
    const containerID = `sandbox://${id}`;
    this.#record('Normal', 'Created', 'Container created');
    const startedAt = timestamp();
    const log = openContainerLog(folder, this.container.name, id);
    let running: RunningProcess;
    try {
      running = await startProcess({
        command: prepared.command,
        environment: { ...prepared.environment, SANDBOX_CONTAINER: id },
        folder: prepared.workingFolder,
      });
    } catch (error) {
      await log.end();
      const message = startFailure(prepared.command, error);
      this.#record('Warning', 'Failed', `Error: ${message}`);
      return this.#ended(
        { exitCode: 128, reason: 'StartError', message, startedAt, finishedAt: timestamp(), containerID },
        image,
      );
    }
    const { child } = running;
    if (child.stdout !== null) log.take(child.stdout, 'stdout');
    if (child.stderr !== null) log.take(child.stderr, 'stderr');
    rememberProcess(folder, this.container.name, { pid: running.pid, id });
    this.#outOfMemory = false;
    this.#stopping = undefined;
    this.current = { running, ...prepared };
    this.#begin(startedAt, containerID, image);
    const unwatch =
      this.container.memoryLimit === undefined
        ? undefined
        : context.memory.watch(running.pid, this.container.memoryLimit, () => {
            this.#outOfMemory = true;
            running.signal('SIGKILL');
          });
    const probing = new AbortController();
    this.#watchProbes(prepared, probing.signal);
    if (this.#pauses.ended) void this.#stop(0);

    const exit = await running.exited;
    probing.abort();
    unwatch?.();
    this.current = undefined;
    await Promise.resolve(this.#stopping);
    running.signal('SIGKILL');
    // The last words of a program may still be in the pipe.
    await Promise.race([running.closed, new Promise((resolve) => setTimeout(resolve, 500))]);
    await log.end();
    context.log(`container ${this.container.name} of pod ${pod.metadata.name} ended with code ${exit.code}`);
    const reason = this.#outOfMemory ? 'OOMKilled' : exit.code === 0 ? 'Completed' : 'Error';
    return this.#ended(
      { exitCode: exit.code, reason, startedAt, finishedAt: timestamp(exit.at), containerID },
      image,
    );
  }

  #begin(startedAt: string, containerID: string, image: Image): void {
    const { facts } = this;
    const before = facts.state.terminated ?? facts.lastState.terminated;
    if (before !== undefined) {
      facts.lastState = { terminated: before };
      facts.restartCount += 1;
    }
    facts.state = { running: { startedAt } };
    facts.containerID = containerID;
    facts.imageID = image.id;
    facts.started = false;
    facts.ready = false;
    keepLogs(this.#options.folder, this.container.name, [containerID, before?.containerID]);
    this.#record('Normal', 'Started', 'Container started');
    this.#options.changed();
  }

  #ended(terminated: Terminated, image: Image): Terminated {
    const { facts } = this;
    const before =
      facts.state.running === undefined ? (facts.state.terminated ?? facts.lastState.terminated) : undefined;
    if (before !== undefined) {
      facts.lastState = { terminated: before };
      facts.restartCount += 1;
    }
    facts.state = { terminated };
    facts.containerID = terminated.containerID;
    facts.imageID = image.id;
    facts.started = false;
    // An init container that did its work counts as ready.
    facts.ready = this.#options.init && terminated.exitCode === 0;
    this.#options.changed();
    return terminated;
  }

  #watchProbes(prepared: PreparedProgram, signal: AbortSignal): void {
    const { podAddress, plan } = this.#options;
    const target = {
      container: this.container,
      podAddress,
      ports: prepared.ports,
      environment: prepared.environment,
      folder: prepared.workingFolder,
    };
    const words: Record<ProbeKind, string> = {
      startup: 'Startup',
      readiness: 'Readiness',
      liveness: 'Liveness',
    };
    watchProbes(
      target,
      {
        started: () => {
          this.facts.started = true;
          this.#markStarted();
          this.#options.changed();
        },
        ready: (ready) => {
          if (this.facts.ready === ready) return;
          this.facts.ready = ready;
          this.#options.changed();
        },
        unhealthy: (kind, why) => this.#record('Warning', 'Unhealthy', `${words[kind]} probe failed: ${why}`),
        failed: (kind, probe) => {
          this.#record(
            'Normal',
            'Killing',
            `Container ${this.container.name} failed ${kind} probe, will be restarted`,
          );
          void this.#stop(probe.graceSeconds ?? plan.graceSeconds);
        },
      },
      signal,
    );
  }

  async #backOff(delay: number): Promise<void> {
    const { context, pod } = this.#options;
    const { namespace, name, uid } = pod.metadata;
    const terminated = this.facts.state.terminated;
    if ((await this.#pauses.wait(context.pace.settle)) === 'ended') return;
    this.#record(
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${this.container.name} in pod ${name}_${namespace}(${uid})`,
    );
    if (terminated !== undefined) this.facts.lastState = { terminated };
    this.#wait(
      'CrashLoopBackOff',
      `back-off ${spokenDelay(delay)} restarting failed container=${this.container.name} pod=${name}_${namespace}(${uid})`,
    );
    await this.#pauses.wait(delay - context.pace.settle);
  }

  async #runStopHook(
    { environment, workingFolder, ports }: RunningContainer,
    graceSeconds: number,
  ): Promise<void> {
    const hook = this.container.stopHook;
    if (hook === undefined || graceSeconds === 0) return;
    const seconds = numberOr(at(hook, 'sleep', 'seconds'), 0);
    if (seconds > 0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(seconds, graceSeconds) * 1000));
    if (textsOf(at(hook, 'exec', 'command')).length === 0 && hook['httpGet'] === undefined) return;
    const why = await tryProbe(hook, graceSeconds, {
      container: this.container,
      podAddress: this.#options.podAddress,
      ports,
      environment,
      folder: workingFolder,
    });
    if (why !== undefined) this.#record('Warning', 'FailedPreStopHook', why);
  }

  #mayRestart(exitCode: number): boolean {
    const { plan, init } = this.#options;
    if (this.container.sidecar) return true;
    if (init) return exitCode !== 0 && plan.restartPolicy !== 'Never';
    return plan.restartPolicy === 'Always' || (plan.restartPolicy === 'OnFailure' && exitCode !== 0);
  }

  #wait(reason: string, message: string): void {
    this.facts.state = { waiting: { reason, message } };
    this.#options.changed();
  }

  #record(type: 'Normal' | 'Warning', reason: string, message: string): void {
    const list = this.#options.init ? 'initContainers' : 'containers';
    recordPodEvent(
      this.#options.context,
      this.#options.pod,
      type,
      reason,
      message,
      `spec.${list}{${this.container.name}}`,
    );
  }
}
