/** Commands run beside a container's program: plain pipes, or a pseudo-terminal by the machine's own `script`. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecStreams } from '../../kubernetes/model.ts';
import { StatusError } from '../../kubernetes/status.ts';
import type { RunningContainer } from './container-runner.ts';
import { findProgram } from './images.ts';
import { startProcess, type RunningProcess } from './process.ts';

/**
 * Runs a command in the environment and working folder of a running container. Resolves with its exit code.
 * @throws StatusError 500 in the runtime's words when the command cannot be started.
 */
export async function execute(
  container: RunningContainer,
  command: readonly string[],
  tty: boolean,
  streams: ExecStreams,
  signal: AbortSignal,
): Promise<number> {
  const { environment, workingFolder } = container;
  const terminal = tty ? await openTerminal(command, environment, streams) : undefined;
  if (tty && terminal === undefined) {
    streams.stdout.write('This machine has no "script" command: the terminal has no line editing.\r\n');
  }
  let running: RunningProcess;
  try {
    running = await startProcess({
      command: terminal?.command ?? command,
      environment: { ...environment, ...terminal?.environment },
      folder: workingFolder,
    });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'executable file not found in $PATH' : (error as Error).message;
    throw new StatusError(
      500,
      'InternalError',
      `OCI runtime exec failed: exec failed: unable to start container process: exec: "${command[0] ?? ''}": ${why}: unknown`,
    );
  }
  const { child } = running;
  // Once it is over its number may belong to another process.
  let over = false;
  const end = () => {
    if (!over) running.signal('SIGKILL');
  };
  signal.addEventListener('abort', end, { once: true });
  // Whoever is inside a container goes with it.
  void container.running.exited.then(end);
  if (child.stdin !== null) streams.stdin.pipe(child.stdin);
  // Only pipe() waits for a slow reader without closing his side.
  child.stdout?.pipe(streams.stdout, { end: false });
  child.stderr?.pipe(streams.stderr, { end: false });
  try {
    if (signal.aborted) end();
    const exit = await running.exited;
    // A process left in the background may hold the pipes open for ever: the command itself is over.
    await Promise.race([running.closed, new Promise((resolve) => setTimeout(resolve, 1000))]);
    return exit.code;
  } finally {
    signal.removeEventListener('abort', end);
    end();
    over = true;
    streams.stdin.unpipe();
    await terminal?.close();
  }
}

interface Terminal {
  readonly command: string[];
  readonly environment: Record<string, string>;
  close(): Promise<void>;
}

/**
 * A pseudo-terminal by `script` (util-linux or BSD). The shell inside notes the name of its terminal, so that `stty`
 * can set its size from outside. Undefined where there is no `script`.
 */
async function openTerminal(
  command: readonly string[],
  environment: Record<string, string>,
  streams: ExecStreams,
): Promise<Terminal | undefined> {
  const script = findProgram('script', environment['PATH'] ?? '');
  if (script === undefined || process.platform === 'win32') return undefined;
  let size = { columns: 80, rows: 24 };
  const folder = path.join(tmpdir(), `sandbox-terminal-${randomUUID()}`);
  const note = path.join(folder, 'name');
  const closing = new AbortController();
  const device = process.platform === 'linux' ? '-F' : '-f';
  const resize = async () => {
    // A client tells its size at once, the shell inside its terminal's name a moment later.
    while (!closing.signal.aborted) {
      const name = (await readFile(note, 'utf8').catch(() => '')).trim();
      const { columns, rows } = size;
      const settings = [device, name, 'cols', String(columns), 'rows', String(rows)];
      if (name.startsWith('/dev/')) return void execFile('stty', settings, () => undefined);
      await sleep(30);
    }
  };
  // Before anything is waited for: a size that comes meanwhile must not be lost.
  streams.onResize((given) => {
    size = given;
    void resize();
  });
  await mkdir(folder, { mode: 0o700 });
  const start = `stty cols "$SANDBOX_COLUMNS" rows "$SANDBOX_ROWS"; tty > ${quoted(note)}; exec ${command.map(quoted).join(' ')}`;
  const inner =
    process.platform === 'linux'
      ? ['--quiet', '--return', '--flush', '--command', start, '/dev/null']
      : ['-q', '/dev/null', '/bin/sh', '-c', start];
  return {
    command: [script, ...inner],
    environment: {
      SHELL: '/bin/sh',
      TERM: environment['TERM'] ?? 'xterm-256color',
      SANDBOX_COLUMNS: String(size.columns),
      SANDBOX_ROWS: String(size.rows),
    },
    close: () => {
      closing.abort();
      return rm(folder, { recursive: true, force: true });
    },
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
