/** One program of a container: a process group of its own, so that it ends together with all that it started. */
import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

export interface Exit {
  /** 0-255; 128 + n when signal n ended it, as a container runtime reports it. */
  readonly code: number;
  readonly at: Date;
}

export interface RunningProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
  /** Its output is at an end, too: no process that it left behind holds the pipes. */
  readonly closed: Promise<void>;
  /** To the program and all that it started. */
  signal(signal: NodeJS.Signals): void;
}

export interface ProcessOptions {
  readonly command: readonly string[];
  readonly environment: Record<string, string>;
  readonly folder: string;
}

/**
 * Starts a program without a shell; its standard input stays open as long as this process lives.
 * @throws Error (ENOENT, EACCES) when the program cannot be started.
 */
export function startProcess({ command, environment, folder }: ProcessOptions): Promise<RunningProcess> {
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, {
    cwd: folder,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  // A program that ends closes its input; writing on is no failure of ours.
  child.stdin.on('error', () => undefined);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      const number = signal === null ? (code ?? 255) : 128 + (constants.signals[signal] ?? 0);
      resolve({ code: number, at: new Date() });
    });
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => {
      const pid = child.pid ?? 0;
      resolve({ pid, child, exited, closed, signal: (signal) => signalGroup(pid, signal) });
    });
  });
}

/**
 * Sends a signal to a process and all of its group. On Windows, which has neither, the tree of processes is ended
 * whatever the signal. A group that is already gone is no failure.
 */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 1) return;
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(pid), '/t', '/f'], () => undefined);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Asks a program to end (SIGTERM, to it alone, as a container runtime does to the first process) and ends it with all
 * that it started by force (SIGKILL) after the grace period in seconds. Resolves when it is gone.
 */
export async function stopProcess(running: RunningProcess, graceSeconds: number): Promise<Exit> {
  if (process.platform === 'win32') running.signal('SIGTERM');
  else running.child.kill('SIGTERM');
  const timer = setTimeout(() => running.signal('SIGKILL'), graceSeconds * 1000);
  const exit = await running.exited;
  clearTimeout(timer);
  // What the program left behind dies with it, as it would in a container whose first process ended.
  running.signal('SIGKILL');
  return exit;
}
