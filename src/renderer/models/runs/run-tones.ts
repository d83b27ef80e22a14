/** The tone of each state of a run. */
import type { RunStatus } from '../../../shared/contract/models/runs.ts';
import type { Tone } from '../../ui/state-mark.tsx';

export const runTones: Readonly<Record<RunStatus, Tone>> = {
  running: 'busy',
  scheduled: 'paused',
  finished: 'good',
  failed: 'bad',
  killed: 'warn',
};
