/** The official C++ build of fastText, as a command or in Python, asked line by line. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { memoryOf } from './memory.ts';

export interface Peer {
  readonly name: string;
  readonly command: string;
  readonly options: readonly string[];
}

export interface PeerRun {
  /** Milliseconds from the start of the process to the first answer. */
  readonly first: number;
  readonly perSecond: number;
  /** MiB of the whole process. */
  readonly memory: number;
}

const inPython = `
import sys, fasttext
model = fasttext.load_model(sys.argv[1])
for line in sys.stdin:
    print(*model.f.predict(line, 5, 0.0, 'strict'), flush=True)
`;

/** Finds it for a model; undefined where this machine has none. */
export function findPeer(model: string): Peer | undefined {
  const works = (command: string, options: string[], status: number) => {
    try {
      execFileSync(command, options, { stdio: 'ignore', timeout: 30_000 });
      return status === 0;
    } catch (error) {
      return (error as { status?: unknown }).status === status;
    }
  };
  // Without arguments the command explains itself and ends with 1.
  if (works('fasttext', [], 1)) {
    return { name: 'fasttext (C++)', command: 'fasttext', options: ['predict-prob', model, '-', '5'] };
  }
  if (works('python3', ['-c', 'import fasttext'], 0)) {
    return { name: 'fasttext (C++ in Python)', command: 'python3', options: ['-c', inPython, model] };
  }
  return undefined;
}

/** One process answers one text, then all others. */
export async function askPeer({ command, options }: Peer, texts: readonly string[]): Promise<PeerRun> {
  const [question = '', ...rest] = texts;
  const began = performance.now();
  const child = spawn(command, options, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answers = async (count: number) => {
    for (let answer = 0; answer < count; answer += 1) {
      if ((await lines.next()).done) throw new Error(`${command} ended after ${answer} of ${count} answers`);
    }
  };
  try {
    child.stdin.write(`${question}\n`);
    await answers(1);
    const answered = performance.now();
    child.stdin.write(rest.map((text) => `${text}\n`).join(''));
    await answers(rest.length);
    const seconds = (performance.now() - answered) / 1000;
    return { first: answered - began, perSecond: rest.length / seconds, memory: memoryOf(child.pid ?? 0) };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
