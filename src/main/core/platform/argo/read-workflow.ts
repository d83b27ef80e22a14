/** One workflow out of its JSON, with all its nodes: the work of the reading thread. Pure. */
import type { z } from 'zod';
import type { WorkflowNode, WorkflowState } from '../../../../shared/contract/training/workflows.ts';
import { nodesOfStatus, readNode } from './node-status.ts';
import { gridAnnotation, gridParameterOf } from './grid-parameter.ts';
import { timeOf, type StatusNode, type WorkflowObject, type WorkflowSpec } from './resources.ts';
import { stateOf } from './workflow-state.ts';

/** Where the log of a node lies once its pod is gone. */
export interface KeptLog {
  readonly bucket: string | undefined;
  readonly key: string;
}

export interface WorkflowReading {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly state: z.infer<typeof WorkflowState>;
  readonly message?: string;
  /** Undefined where the status was offloaded. */
  readonly nodes: readonly z.infer<typeof WorkflowNode>[] | undefined;
  readonly root?: string;
  /** Whole names of nodes, by which their pods are called, where they differ from what is shown. */
  readonly fullNames: Readonly<Record<string, string>>;
  readonly logs: Readonly<Record<string, KeptLog>>;
  /** Items of the list over which the workflow runs; undefined where it runs over none. */
  readonly items: readonly Readonly<Record<string, string>>[] | undefined;
  /** The argument that holds them. */
  readonly gridParameter?: string;
  readonly spec: WorkflowSpec;
}

/** Key of an item that names its run in MLflow. */
export const runKey = 'RUN';

/** Reads it. @throws Failure as `nodesOfStatus` */
export function readWorkflow(object: WorkflowObject): WorkflowReading {
  const { metadata, spec, status } = object;
  const gridParameter =
    metadata?.annotations?.[gridAnnotation] ?? gridParameterOf(status?.storedWorkflowTemplateSpec ?? spec);
  const items = itemsOf(spec, gridParameter);
  const raw = nodesOfStatus(status);
  const name = metadata?.name ?? '';
  const startedAt = timeOf(status?.startedAt);
  const endedAt = timeOf(status?.finishedAt);
  const root = raw && Object.values(raw).find((node) => node.name === name)?.id;
  return {
    name,
    uid: metadata?.uid ?? '',
    resourceVersion: metadata?.resourceVersion ?? '',
    labels: metadata?.labels ?? {},
    annotations: metadata?.annotations ?? {},
    createdAt: timeOf(metadata?.creationTimestamp) ?? 0,
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    state: stateOf(object),
    ...(status?.message && { message: status.message }),
    nodes: raw && Object.entries(raw).map(([id, node]) => readNode(id, node, runOf(node, items))),
    ...(root !== undefined && { root }),
    fullNames: Object.fromEntries(
      Object.entries(raw ?? {}).flatMap(([id, node]) => (node.name === undefined ? [] : [[id, node.name]])),
    ),
    logs: logsOf(raw ?? {}, status?.artifactRepositoryRef?.artifactRepository?.s3?.bucket),
    items,
    ...(gridParameter !== undefined && { gridParameter }),
    spec: spec ?? {},
  };
}

/** Items that are flat objects; values as texts. */
function itemsOf(
  spec: WorkflowSpec | undefined,
  gridParameter: string | undefined,
): WorkflowReading['items'] {
  const text = spec?.arguments?.parameters?.find(({ name }) => name === gridParameter)?.value;
  if (typeof text !== 'string') return undefined;
  try {
    const list: unknown = JSON.parse(text);
    if (!Array.isArray(list)) return undefined;
    return list.map((item: unknown) =>
      typeof item === 'object' && item !== null
        ? Object.fromEntries(Object.entries(item).map(([key, value]) => [key, String(value)]))
        : {},
    );
  } catch {
    return undefined;
  }
}

/** The run of a node: passed on to it, else of the item whose place its name tells (`train(69:EPOCHS:3,...)`). */
function runOf(node: StatusNode, items: WorkflowReading['items']): string | undefined {
  if (node.type !== 'Pod' && node.type !== 'Retry') return undefined;
  const given = node.inputs?.parameters?.find(({ name }) => name === runKey)?.value;
  if (given !== undefined) return String(given);
  const place = /\((\d+):/.exec(node.displayName ?? '')?.[1];
  return place === undefined ? undefined : items?.[Number(place)]?.[runKey];
}

function logsOf(
  raw: Readonly<Record<string, StatusNode>>,
  bucket: string | undefined,
): Readonly<Record<string, KeptLog>> {
  const logs: Record<string, KeptLog> = {};
  for (const [id, { outputs }] of Object.entries(raw)) {
    const s3 = outputs?.artifacts?.find(({ name }) => name === 'main-logs')?.s3;
    if (s3?.key !== undefined) logs[id] = { bucket: s3.bucket ?? bucket, key: s3.key };
  }
  return logs;
}
