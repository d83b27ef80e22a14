/** What our workflows say of themselves in annotations, and how a workflow is summed up from its metadata. Pure. */
import type { z } from 'zod';
import type { WorkflowState, WorkflowSummary } from '../../../shared/contract/training/workflows.ts';
import { gridAnnotation } from '../platform/argo/grid-parameter.ts';
import { argoLabels, timeOf } from '../platform/argo/resources.ts';
import type { Metadata } from '../platform/kubernetes/objects.ts';

export const marks = {
  gridParameter: gridAnnotation,
  by: 'sardonyx/started-by',
  combinations: 'sardonyx/combinations',
  server: 'sardonyx/mlflow-server',
  experiment: 'sardonyx/mlflow-experiment',
  set: 'sardonyx/training-set',
  setHash: 'sardonyx/training-set-hash',
  /** The Secret with keys of the person's own session. */
  sessionKeys: 'sardonyx/session-keys',
} as const;

/** Facts that are kept besides what the metadata says. */
export interface SummaryFacts {
  readonly state: z.infer<typeof WorkflowState>;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
}

/** A workflow in a list. */
export function summaryOf(
  metadata: Metadata,
  { state, startedAt, endedAt }: SummaryFacts,
): z.infer<typeof WorkflowSummary> {
  const labels = metadata.labels ?? {};
  const annotations = metadata.annotations ?? {};
  const combinations = Number(annotations[marks.combinations]);
  const texts = {
    by: annotations[marks.by] ?? labels[argoLabels.creator] ?? labels[argoLabels.creatorId],
    template: labels[argoLabels.template] ?? labels[argoLabels.clusterTemplate],
    schedule: labels[argoLabels.cron],
    resubmittedFrom: labels[argoLabels.resubmittedFrom],
    server: annotations[marks.server],
    experiment: annotations[marks.experiment],
    set: annotations[marks.set],
  };
  return {
    name: metadata.name ?? '',
    state,
    createdAt: timeOf(metadata.creationTimestamp) ?? 0,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    ...(combinations > 0 && { combinations }),
  };
}
