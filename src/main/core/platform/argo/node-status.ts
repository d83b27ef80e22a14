/** The nodes of a workflow out of its status, however they are kept there. */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { z } from 'zod';
import { failure } from '../../../../shared/contract/errors.ts';
import type { NodeState, WorkflowNode } from '../../../../shared/contract/training/workflows.ts';
import { timeOf, valuesOf, type StatusNode, type WorkflowStatus } from './resources.ts';

type Node = z.infer<typeof WorkflowNode>;

/** Bytes of JSON that a compressed status may open to: about 60,000 nodes. */
const largestStatus = 64 * 1024 ** 2;

const states: Readonly<Record<string, z.infer<typeof NodeState>>> = {
  Pending: 'pending',
  Running: 'running',
  Succeeded: 'succeeded',
  Skipped: 'skipped',
  Failed: 'failed',
  Error: 'error',
  Omitted: 'omitted',
};

/**
 * The nodes by id; undefined where they are not in the status (offloaded to a database). Compressed ones are told apart by their first
 * bytes: zstd (RFC 8878), gzip (RFC 1952), else brotli, as controllers since 4.1 choose.
 * @throws Failure `unsupported` with `workflow-status-unreadable`
 */
export function nodesOfStatus(
  status: WorkflowStatus | undefined,
): Readonly<Record<string, StatusNode>> | undefined {
  if (status?.nodes && Object.keys(status.nodes).length > 0) return status.nodes;
  if (status?.compressedNodes) return opened(status.compressedNodes);
  return status?.offloadNodeStatusVersion ? undefined : {};
}

function opened(compressed: string): Readonly<Record<string, StatusNode>> {
  try {
    const bytes = Buffer.from(compressed, 'base64');
    const options = { maxOutputLength: largestStatus };
    const isZstd = bytes.readUInt32LE(0) === 0xfd2fb528;
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const open = isZstd ? zstdDecompressSync : isGzip ? gunzipSync : brotliDecompressSync;
    const nodes: unknown = JSON.parse(open(bytes, options).toString('utf8'));
    if (typeof nodes !== 'object' || nodes === null) throw new Error('No nodes');
    return nodes as Readonly<Record<string, StatusNode>>;
  } catch (error) {
    throw failure('unsupported', 'The status of the workflow cannot be read', {
      reason: 'workflow-status-unreadable',
      ...(error instanceof Error && { words: error.message }),
    });
  }
}

/** True for the words with which Kubernetes refuses a pod for want of room in a quota. */
const waitsForQuota = (message: string | undefined) => /exceeded quota/.test(message ?? '');

/** A node as a person sees it; `run` is the MLflow run of its combination. */
export function readNode(id: string, raw: StatusNode, run: string | undefined): Node {
  const state = states[raw.phase ?? ''] ?? 'pending';
  const isWaiting = state === 'pending' && waitsForQuota(raw.message);
  const startedAt = timeOf(raw.startedAt);
  const endedAt = timeOf(raw.finishedAt);
  const template = raw.templateName ?? raw.templateRef?.template;
  return {
    id,
    name: raw.displayName ?? raw.name ?? id,
    type: raw.type ?? 'Pod',
    state: isWaiting ? 'waiting-for-quota' : state,
    ...(raw.message && { message: raw.message }),
    ...(template && { template }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    children: [...(raw.children ?? [])],
    parameters: valuesOf(raw.inputs?.parameters),
    ...(raw.outputs?.exitCode !== undefined && { exitCode: raw.outputs.exitCode }),
    ...(run !== undefined && { run }),
  };
}
