/** A workflow once more, as a new one: all of its combinations, or those alone that failed. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { Combination } from '../../../../shared/training/grid.ts';
import { runKey } from '../../platform/argo/read-workflow.ts';
import { argoLabels, type Parameter, type WorkflowSpec } from '../../platform/argo/resources.ts';
import type { ArgoPlace } from '../argo-place.ts';
import { marks } from '../marks.ts';
import { submitCommand } from '../start/commands.ts';
import type { StartJournal } from '../start/journal.ts';
import { launch, newWorkflowName } from '../start/launch.ts';
import { workflowOf } from '../start/manifest.ts';
import { secretNameOf } from '../start/session-keys.ts';
import type { TrainingParts } from '../training-parts.ts';
import type { DetailReading } from './read-detail.ts';
import { unitsOf } from './pod-counts.ts';

export type Resubmit = (
  place: ArgoPlace,
  reading: DetailReading,
  which: 'all' | 'failed',
) => Promise<{ name: string }>;

/** Places of the combinations that did not succeed: failed ones, and those that never began. Pure. */
export function unfinished({ items = [], nodes }: Pick<DetailReading, 'items' | 'nodes'>): number[] {
  const done = new Set<number>();
  for (const { name, state } of unitsOf(nodes)) {
    const place = /\((\d+):?/.exec(name)?.[1];
    if (place !== undefined && state === 'succeeded') done.add(Number(place));
  }
  return items.flatMap((_, index) => (done.has(index) ? [] : [index]));
}

/** The spec of an earlier workflow with other items; without what was done to it. Pure. */
export function specAgain(
  { spec, gridParameter }: Pick<DetailReading, 'spec' | 'gridParameter'>,
  items: readonly Combination[] | undefined,
): WorkflowSpec {
  const { shutdown: _shutdown, suspend: _suspend, ...rest } = spec;
  if (!items || gridParameter === undefined) return rest;
  const parameters = (spec.arguments?.parameters ?? []).map((one): Parameter =>
    one.name === gridParameter ? { ...one, value: JSON.stringify(items) } : one,
  );
  return { ...rest, arguments: { ...spec.arguments, parameters } };
}

/** Labels that say how the old one stood are the controller's; ours and the template's are kept. Pure. */
function labelsAgain(labels: Readonly<Record<string, string>>, from: string): Record<string, string> {
  const own = new Set<string>([argoLabels.phase, argoLabels.completed, argoLabels.action]);
  const kept = Object.entries(labels).filter(([name]) => !own.has(name));
  return { ...Object.fromEntries(kept), [argoLabels.resubmittedFrom]: from.slice(0, 63) };
}

/** Makes it. */
export function createResubmit(
  parts: Pick<TrainingParts, 'mlflowOf' | 'surroundings'> & { readonly journal: StartJournal },
): Resubmit {
  return async (place, reading, which) => {
    const { annotations, items, name: from } = reading;
    const chosen = which === 'all' ? items?.map((_, index) => index) : unfinished(reading);
    if (which === 'failed' && (!items || chosen?.length === 0))
      throw failure('unsupported', 'Only Argo’s server can run a part of this workflow again', {
        reason: 'workflow-needs-argo-server',
        values: { name: from },
      });
    const combinations = (chosen ?? []).map((index): Combination => {
      const { [runKey]: _run, ...combination } = items?.[index] ?? {};
      return combination;
    });
    const name = newWorkflowName(from.replace(/-[a-z0-9]{5}$/, ''));
    const server = annotations[marks.server];
    const experiment = annotations[marks.experiment];
    const hadRuns = items?.some((item) => runKey in item) ?? false;
    const sessionKeys = annotations[marks.sessionKeys] !== undefined;
    const about = Object.fromEntries(
      Object.entries(annotations).filter(([key]) => key.startsWith('sardonyx/')),
    );
    return launch(
      place,
      {
        ...{ workflow: name, combinations, sessionKeys },
        ...{ set: annotations[marks.set], setHash: annotations[marks.setHash] },
        tracking:
          hadRuns && server !== undefined && experiment !== undefined ? { server, experiment } : undefined,
        manifest(withRuns) {
          const spec = specAgain(reading, items && withRuns);
          const metadata = {
            labels: labelsAgain(reading.labels, from),
            annotations: {
              ...about,
              [marks.by]: place.context.userName,
              ...(items && { [marks.combinations]: String(combinations.length) }),
              ...(sessionKeys && { [marks.sessionKeys]: secretNameOf(name) }),
            },
          };
          return workflowOf(name, metadata, sessionKeys ? withSecret(spec, from, name) : spec);
        },
        command: (made) => submitCommand(place.argo.namespace, made),
      },
      parts,
    );
  };
}

/** The Secret of the old workflow goes with it: the new one has its own. */
function withSecret(spec: WorkflowSpec, from: string, to: string): WorkflowSpec {
  const text = JSON.stringify(spec).replaceAll(
    JSON.stringify(secretNameOf(from)),
    JSON.stringify(secretNameOf(to)),
  );
  return JSON.parse(text) as WorkflowSpec;
}
