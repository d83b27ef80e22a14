/**
 * The parts of Argo's objects that are read and written here. Every field may be absent, as with all that a server sends.
 * Source: Argo Workflows field reference, 3.7 and 4.1, `argoproj.io/v1alpha1`.
 */
import type { KubernetesObject } from '../kubernetes/objects.ts';

export interface Parameter {
  readonly name?: string;
  /** A text, though a careless manifest may hold a number. */
  readonly value?: string | number | boolean;
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly description?: string;
}

export interface Arguments {
  readonly parameters?: readonly Parameter[];
}

export interface Artifact {
  readonly name?: string;
  readonly s3?: { readonly endpoint?: string; readonly bucket?: string; readonly key?: string };
}

export interface StatusNode {
  readonly id?: string;
  readonly name?: string;
  readonly displayName?: string;
  readonly type?: string;
  readonly templateName?: string;
  readonly templateRef?: { readonly template?: string };
  readonly phase?: string;
  readonly message?: string;
  readonly startedAt?: string | null;
  readonly finishedAt?: string | null;
  readonly inputs?: { readonly parameters?: readonly Parameter[] };
  readonly outputs?: { readonly exitCode?: string; readonly artifacts?: readonly Artifact[] };
  readonly children?: readonly string[];
}

export interface WorkflowSpec {
  readonly arguments?: Arguments;
  readonly shutdown?: string;
  readonly suspend?: boolean | null;
  readonly templates?: readonly Template[];
  readonly workflowTemplateRef?: { readonly name?: string; readonly clusterScope?: boolean };
  readonly [field: string]: unknown;
}

export interface Task {
  readonly withParam?: string;
  readonly [field: string]: unknown;
}

export interface Template {
  readonly name?: string;
  readonly dag?: { readonly tasks?: readonly Task[]; readonly [field: string]: unknown };
  readonly steps?: readonly (readonly Task[])[];
  readonly [field: string]: unknown;
}

export interface WorkflowStatus {
  readonly phase?: string;
  readonly message?: string;
  readonly startedAt?: string | null;
  readonly finishedAt?: string | null;
  readonly nodes?: Readonly<Record<string, StatusNode>>;
  readonly compressedNodes?: string;
  readonly offloadNodeStatusVersion?: string;
  /** What the template of `workflowTemplateRef` was when the workflow began. */
  readonly storedWorkflowTemplateSpec?: WorkflowSpec;
  readonly artifactRepositoryRef?: {
    readonly artifactRepository?: { readonly s3?: { readonly endpoint?: string; readonly bucket?: string } };
  };
}

export interface WorkflowObject extends KubernetesObject {
  readonly spec?: WorkflowSpec;
  readonly status?: WorkflowStatus;
}

export interface TemplateObject extends KubernetesObject {
  readonly spec?: WorkflowSpec;
}

export interface CronWorkflowObject extends KubernetesObject {
  readonly spec?: {
    /** One, until version 3.6; a list from there. */
    readonly schedule?: string;
    readonly schedules?: readonly string[];
    readonly timezone?: string;
    readonly suspend?: boolean;
    readonly concurrencyPolicy?: string;
    readonly workflowSpec?: WorkflowSpec;
    readonly workflowMetadata?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly [field: string]: unknown;
  };
  readonly status?: {
    readonly active?: readonly { readonly name?: string }[];
    readonly lastScheduledTime?: string | null;
    readonly succeeded?: number;
    readonly failed?: number;
    readonly conditions?: readonly {
      readonly type?: string;
      readonly status?: string;
      readonly message?: string;
    }[];
  };
}

/** Labels that Argo itself puts on workflows. Source: workflow/common/common.go. */
export const argoLabels = {
  phase: 'workflows.argoproj.io/phase',
  completed: 'workflows.argoproj.io/completed',
  creator: 'workflows.argoproj.io/creator-preferred-username',
  creatorId: 'workflows.argoproj.io/creator',
  template: 'workflows.argoproj.io/workflow-template',
  clusterTemplate: 'workflows.argoproj.io/cluster-workflow-template',
  cron: 'workflows.argoproj.io/cron-workflow',
  resubmittedFrom: 'workflows.argoproj.io/resubmitted-from-workflow',
  /** What somebody did to it last, by the server or the command line: `Stop`, `Suspend`... */
  action: 'workflows.argoproj.io/action',
  workflow: 'workflows.argoproj.io/workflow',
} as const;

/** A time of Kubernetes in milliseconds since 1970; undefined where there is none. */
export function timeOf(text: string | null | undefined): number | undefined {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/** The values of parameters by name, as texts. */
export function valuesOf(parameters: readonly Parameter[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (parameters ?? []).flatMap(({ name, value }) =>
      name === undefined || value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
