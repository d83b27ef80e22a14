/** Training in a process of its own, which gives way to everything else on the machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Example } from './sample-examples.ts';

const result = z.object({
  course: z.array(z.object({ epoch: z.number(), loss: z.number() })),
  answers: z.array(z.string()),
});

/** The loss where each epoch ended, and the code given to each text that was held out. */
export type Trained = z.infer<typeof result>;

/** Runs `program` on the examples; the model goes to `target`. @throws Error with the program's words, or when it was ended */
export async function trainSample(options: {
  readonly program: string;
  readonly target: string;
  readonly examples: readonly Example[];
  readonly held: readonly Example[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings: string;
  readonly signal: AbortSignal;
}): Promise<Trained> {
  const { program, target, signal, ...question } = options;
  const child = spawn(process.execPath, [program, target], { signal, killSignal: 'SIGKILL' });
  const ended = once(child, 'close') as Promise<[number | null]>;
  if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  // A program that ends early reads no more; why is told below.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(question));
  const [output, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(complaint.trim() || `the training ended with ${code}`);
  return result.parse(JSON.parse(output));
}
