/** Waiting on streams, for tests. */
import type { Workflow } from '../../../../shared/contract/training/workflows.ts';
import type { Training } from '../training.ts';

/** The first value of a stream for which something holds; the stream is ended. */
export async function until<T>(
  stream: (over: AbortSignal) => AsyncIterable<unknown>,
  holds: (value: T) => boolean,
): Promise<T> {
  const over = new AbortController();
  for await (const value of stream(over.signal))
    if (holds(value as T)) {
      over.abort();
      return value as T;
    }
  throw new Error('The stream ended');
}

/** A workflow once something holds. */
export const workflowUntil = ({ handlers }: Training, name: string, holds: (value: Workflow) => boolean) =>
  until<Workflow>((over) => handlers.workflow({ name }, { signal: over }), holds);
/** Whether it goes on no more. */
export const over = ({ workflow }: Workflow) =>
  ['succeeded', 'failed', 'error', 'stopped'].includes(workflow.state);

/** All lines of a node's log. */
export async function linesOf({ handlers }: Training, name: string, node: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { lines: more } of handlers.nodeLog(
    { name, node },
    { signal: new AbortController().signal },
  ))
    lines.push(...more.map(({ text }) => text));
  return lines;
}
