/** An Argo CD Application, read from the object of the cluster (argoproj.io/v1alpha1, `Application`). */
import type { KubernetesObject } from '../kubernetes/model.ts';
import { at, fieldsOf, listOf, numberOf, textOf, type Fields } from '../kubernetes/shape.ts';

export interface Source {
  readonly repoURL: string;
  readonly path: string;
  readonly targetRevision: string;
  /** Everything that it says, as it is kept in the history. */
  readonly fields: Fields;
}

export interface HistoryEntry {
  readonly id: number;
  readonly revision: string;
  readonly source: Source;
}

/** A source as `spec.source` or an operation words it. */
export function readSource(value: unknown): Source {
  const fields = fieldsOf(value);
  return {
    repoURL: textOf(fields['repoURL']) ?? '',
    path: textOf(fields['path']) ?? '.',
    targetRevision: textOf(fields['targetRevision']) ?? 'HEAD',
    fields,
  };
}

/** What was deployed before, the oldest first. */
export function readHistory(application: KubernetesObject): HistoryEntry[] {
  return listOf(at(application, 'status', 'history')).map((entry) => ({
    id: numberOf(entry['id']) ?? 0,
    revision: textOf(entry['revision']) ?? '',
    source: readSource(entry['source']),
  }));
}

/** Whether a changed source is deployed without anybody asking, and whether changes in the cluster are undone. */
export function readAutomation(application: KubernetesObject): {
  on: boolean;
  prune: boolean;
  selfHeal: boolean;
} {
  const automated = at(application, 'spec', 'syncPolicy', 'automated');
  const on = automated !== undefined && automated !== null && at(automated, 'enabled') !== false;
  return { on, prune: at(automated, 'prune') === true, selfHeal: at(automated, 'selfHeal') === true };
}

/** The namespace that it deploys to. */
export function destinationOf(application: KubernetesObject): string {
  return textOf(at(application, 'spec', 'destination', 'namespace')) ?? '';
}
