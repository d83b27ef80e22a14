/** How trainings stand. Pure. */
import type { NodeState, WorkflowState, WorkflowSummary } from '../../shared/contract/training/workflows.ts';
import type { z } from 'zod';
import type { Tone } from '../ui/state-mark.tsx';

const tones: Record<WorkflowState, Tone> = {
  pending: 'busy',
  running: 'busy',
  suspended: 'paused',
  succeeded: 'good',
  failed: 'bad',
  error: 'bad',
  stopping: 'paused',
  stopped: 'paused',
};
const nodeTones: Record<z.infer<typeof NodeState>, Tone> = {
  pending: 'busy',
  running: 'busy',
  succeeded: 'good',
  skipped: 'paused',
  failed: 'bad',
  error: 'bad',
  omitted: 'paused',
  'waiting-for-quota': 'warn',
};

/** Colour and sign of a training. */
export const toneOf = (state: WorkflowState): Tone => tones[state];
/** Colour and sign of one of its steps. */
export const nodeTone = (state: z.infer<typeof NodeState>): Tone => nodeTones[state];

/** Whether anything of it may still happen. */
export function isOpen(state: WorkflowState): boolean {
  return ['pending', 'running', 'suspended', 'stopping'].includes(state);
}

/** Milliseconds from its begin to its end, or to now; undefined before it began. */
export function durationOf(
  { startedAt, endedAt }: { readonly startedAt?: number | undefined; readonly endedAt?: number | undefined },
  now: number,
): number | undefined {
  return startedAt === undefined ? undefined : Math.max(0, (endedAt ?? now) - startedAt);
}

export type Standing =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly count: number; readonly name: string }
  | { readonly kind: 'failed'; readonly name: string; readonly at: number }
  | { readonly kind: 'quiet'; readonly last: WorkflowSummary };

/** What there is to say of all of them, newest first: what runs, else a last one that failed, else the last one. */
export function standingOf(workflows: readonly WorkflowSummary[]): Standing {
  const open = workflows.filter(({ state }) => isOpen(state));
  const [running] = open;
  if (running) return { kind: 'running', count: open.length, name: running.name };
  const last = workflows.toSorted((one, other) => other.createdAt - one.createdAt)[0];
  if (!last) return { kind: 'none' };
  if (last.state === 'failed' || last.state === 'error')
    return { kind: 'failed', name: last.name, at: last.endedAt ?? last.createdAt };
  return { kind: 'quiet', last };
}
