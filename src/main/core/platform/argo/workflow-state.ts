/** How a workflow stands, from its phase and what it was told to do. Pure. */
import type { z } from 'zod';
import type { WorkflowState } from '../../../../shared/contract/training/workflows.ts';
import { argoLabels, type WorkflowObject } from './resources.ts';

type State = z.infer<typeof WorkflowState>;

const phases: Readonly<Record<string, State>> = {
  Pending: 'pending',
  Running: 'running',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Error: 'error',
};

/** True for a state from which a workflow does not move by itself. */
export function isOver(state: State): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'error' || state === 'stopped';
}

/**
 * The state of a whole workflow. One that was stopped ends as `Failed` with `Stopped with strategy '...'`, a suspended one goes on being
 * `Running`: `spec.shutdown`, `spec.suspend` and the message tell.
 */
export function stateOf({ metadata, spec, status }: WorkflowObject): State {
  const phase = phases[status?.phase ?? metadata?.labels?.[argoLabels.phase] ?? ''] ?? 'pending';
  if (phase === 'failed' || phase === 'error') {
    const wasStopped =
      spec?.shutdown !== undefined || status?.message?.startsWith('Stopped with strategy') === true;
    return wasStopped ? 'stopped' : phase;
  }
  if (phase === 'succeeded') return phase;
  if (spec?.shutdown) return 'stopping';
  return spec?.suspend === true ? 'suspended' : phase;
}

/** The same from metadata alone: what somebody did last stands in a label, where their program put it. */
export function stateOfMetadata(labels: Readonly<Record<string, string>>): State {
  const phase = phases[labels[argoLabels.phase] ?? ''] ?? 'pending';
  const action = labels[argoLabels.action];
  const wasStopped = action === 'Stop' || action === 'Terminate';
  if (phase === 'failed' || phase === 'error') return wasStopped ? 'stopped' : phase;
  if (phase === 'succeeded') return phase;
  if (wasStopped) return 'stopping';
  return action === 'Suspend' ? 'suspended' : phase;
}
