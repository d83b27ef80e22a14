/** Starts a workflow with its runs in MLflow: all of it, or nothing that would be left running for ever. */
import { randomInt } from 'node:crypto';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Combination } from '../../../../shared/training/grid.ts';
import type { WorkflowObject } from '../../platform/argo/resources.ts';
import type { ProjectSurroundings } from '../../project-context.ts';
import type { ArgoPlace } from '../argo-place.ts';
import type { TrainingParts } from '../training-parts.ts';
import { exists, type JournalEntry, type StartJournal } from './journal.ts';
import { itemsOf } from './manifest.ts';
import { bindSecret, makeSecret } from './session-keys.ts';
import { createRuns, experimentFor } from './tracking.ts';

export interface Launch {
  readonly workflow: string;
  readonly combinations: readonly Combination[];
  /** Runs are made there first and passed on. */
  readonly tracking?: { readonly server: string; readonly experiment: string } | undefined;
  readonly set?: string | undefined;
  readonly setHash?: string | undefined;
  readonly sessionKeys: boolean;
  /** What is sent, made of combinations with their runs. */
  readonly manifest: (items: readonly Combination[]) => WorkflowObject;
  readonly command: (manifest: WorkflowObject) => {
    readonly program: 'argo' | 'kubectl';
    readonly text: string;
  };
  readonly signal?: AbortSignal | undefined;
}

/** A name for a workflow that nobody has: what it is, and five letters that cannot be mistaken for others. */
export function newWorkflowName(kind: string): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  const ending = Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return `${kind.slice(0, 50).replace(/[^a-z0-9]+$/, '')}-${ending}`;
}

/** Starts it. @throws Failure; then nothing of it is left, or the journal settles it later */
export async function launch(
  place: ArgoPlace,
  plan: Launch,
  parts: Pick<TrainingParts, 'mlflowOf'> & {
    readonly journal: StartJournal;
    readonly surroundings: Pick<ProjectSurroundings, 'host' | 'commands' | 'tasks'>;
  },
): Promise<{ name: string }> {
  const { workflow, tracking, sessionKeys } = plan;
  const { journal, surroundings } = parts;
  const entry: JournalEntry = {
    workflow,
    namespace: place.argo.namespace,
    hasSecret: sessionKeys,
    ...(tracking && { tracking: { ...tracking } }),
  };
  const { clock } = surroundings.host;

  async function submit(progress: (share: number) => void): Promise<void> {
    const runs = tracking && (await runsFor(tracking, progress));
    if (sessionKeys) await makeSecret(place, workflow);
    if (plan.signal?.aborted) throw failure('cancelled', 'Cancelled');
    const manifest = plan.manifest(itemsOf(plan.combinations, runs));
    const { program, text } = plan.command(manifest);
    const made = await surroundings.commands.around(program, text, () =>
      place.argo.create('workflows', manifest),
    );
    if (sessionKeys) await bindSecret(place, workflow, made.metadata?.uid ?? '');
  }

  async function runsFor(
    to: NonNullable<Launch['tracking']>,
    progress: (share: number) => void,
  ): Promise<string[]> {
    const client = await parts.mlflowOf(to.server);
    const { set, setHash, combinations, signal } = plan;
    const person = place.context.userName;
    const experimentId = await experimentFor(client, to.experiment);
    return createRuns(client, {
      ...{ experimentId, workflow, person, set, setHash, combinations, progress, signal },
      now: clock,
    });
  }

  await journal.begin(place, entry);
  try {
    await surroundings.tasks.run('start-training', { name: workflow }, submit);
  } catch (error) {
    // The answer may have been lost while the workflow was made.
    const isThere = await exists(place, workflow).catch(() => undefined);
    if (isThere === true && isFailure(error) && error.code !== 'conflict') {
      await journal.end(place, entry);
      return { name: workflow };
    }
    if (isThere === false) await journal.undo(place, entry).catch(() => {});
    else journal.leave(entry);
    throw error;
  }
  await journal.end(place, entry);
  return { name: workflow };
}
