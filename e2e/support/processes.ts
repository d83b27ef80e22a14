/** The programs under test, as processes of their own: the sandbox and the web host. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Facts } from './facts.ts';

const root = path.join(import.meta.dirname, '..', '..');

export interface Running {
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>;
}

function run(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; lines: AsyncIterable<string>; running: Running; said: () => string } {
  const child = spawn(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (text) => {
    said = (said + String(text)).slice(-8_000);
  });
  const gone = once(child, 'close');
  const end = (signal: NodeJS.Signals) => async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  if (!child.stdout) throw new Error('no output');
  return {
    child,
    lines: createInterface(child.stdout),
    running: { stop: end('SIGTERM'), kill: end('SIGKILL') },
    said: () => said,
  };
}

async function firstMatch(
  lines: AsyncIterable<string>,
  pattern: RegExp,
  said: () => string,
): Promise<string> {
  for await (const line of lines) {
    const found = pattern.exec(line);
    if (found) return found[0];
  }
  throw new Error(`The program ended without a line like ${String(pattern)}:\n${said()}`);
}

/** Starts the sandbox on a folder of its own. */
export async function startSandbox(
  folder: string,
  args: readonly string[] = [],
): Promise<Running & { readonly facts: Facts }> {
  const { lines, running, said } = run('src/sandbox/index.ts', ['--folder', folder, ...args]);
  const line = await firstMatch(lines, /^\{.*\}$/, said);
  return { ...running, facts: JSON.parse(line) as Facts };
}

/** Starts the web host, which prints an address that is good once. */
export async function startApp(
  folder: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Running & { readonly address: string }> {
  const { lines, running, said } = run(
    'scripts/start.ts',
    ['--web', '--no-open', ...(args.includes('--port') ? [] : ['--port', '0']), '--folder', folder, ...args],
    env,
  );
  return { ...running, address: await firstMatch(lines, /http:\/\/\S+/, said) };
}
