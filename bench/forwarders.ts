/** The two programs that are compared, each a process with a local port that leads to the pod. */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findCommand } from '../src/main/core/platform/kubernetes/exec-credential.ts';
import { benchNamespace, benchPort, type BenchPod } from './bench-pod.ts';
import type { ForwardSettings } from './forward-process.ts';

export interface Forwarder {
  readonly pid: number;
  readonly port: number;
  /** False once the process ended by itself. */
  running(): boolean;
  /** Gives back memory that nothing needs, where the program can be asked to. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const started = new Set<ChildProcess>();

/** Ends every forwarder at once, without waiting. */
export function killForwarders(): void {
  for (const child of started) child.kill('SIGKILL');
}

function forwarder(child: ChildProcess, port: number): Forwarder {
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    port,
    running,
    settle: async () => {
      if (!child.connected) return;
      const collected = once(child, 'message');
      child.send('collect');
      await collected;
    },
    stop: async () => {
      if (!running()) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

function track(child: ChildProcess): Promise<never> {
  started.add(child);
  return new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      started.delete(child);
      reject(new Error(`${child.spawnfile} ended before it was ready (${code ?? signal})`));
    });
  });
}

/** Our forward in a process of its own. */
export async function startOwn(kubeconfig: string, pod: BenchPod): Promise<Forwarder> {
  const child = fork(path.join(import.meta.dirname, 'forward-process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = track(child);
  const settings: ForwardSettings = {
    kubeconfig,
    namespace: benchNamespace,
    selector: pod.selector,
    port: benchPort,
  };
  child.send(settings);
  const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
  ended.catch(() => undefined);
  return forwarder(child, port);
}

/** `kubectl port-forward` to the pod of this moment. Throws where there is no kubectl on PATH. */
export async function startKubectl(kubeconfig: string, pod: BenchPod): Promise<Forwarder> {
  const command = await findCommand('kubectl');
  if (!command) throw new Error('kubectl is not on PATH');
  const { name } = await pod.ready();
  const args = [
    '--kubeconfig',
    kubeconfig,
    '--namespace',
    benchNamespace,
    'port-forward',
    '--address',
    '127.0.0.1',
    `pod/${name}`,
    `:${benchPort}`,
  ];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = track(child);
  const lines = createInterface(child.stdout);
  const port = new Promise<number>((resolve) => {
    lines.on('line', (line) => {
      const found = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line);
      if (found) resolve(Number(found[1]));
    });
  });
  const found = await Promise.race([port, ended]);
  ended.catch(() => undefined);
  return forwarder(child, found);
}
