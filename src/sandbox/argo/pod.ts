/** The pod of a node. Source: `createWorkflowPod` of Argo Workflows 3.7; there is no executor here, so it has its main container alone. */
import type { NewObject } from '../kubernetes/model.ts';
import { fieldsOf, listOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { StatusError } from '../kubernetes/status.ts';
import { textMapOf } from '../node/fields.ts';
import { controlledBy } from '../node/controllers/ownership.ts';
import type { Prepared } from './execution.ts';
import { labels } from './labels.ts';
import { podName } from './node-names.ts';
import type { NodeStatus } from './node-status.ts';
import { beginNode, countIn, lookAgain, markNode, mayRun, nodeNamed, type Operation } from './operation.ts';
import { kindOf } from './templates.ts';

/** What every container gets that asks for less: quotas demand requests and limits. */
const defaultResources = {
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '1', memory: '512Mi' },
};

/** How long a pod that the quota refused waits for the next try, in milliseconds (`DEFAULT_REQUEUE_TIME`). */
const quotaWait = 10_000;

/** Executes a container or a script: its pod is made once. @throws Error when the cluster refuses it for good */
export function executePod(operation: Operation, prepared: Prepared): NodeStatus {
  const { name, template, holder, context, boundary, flag } = prepared;
  const node =
    nodeNamed(operation, name) ??
    beginNode(operation, name, {
      type: 'Pod',
      phase: 'Pending',
      holder,
      templateScope: context.scope,
      boundary,
      template,
      ...(flag === undefined ? {} : { flag }),
    });
  if (operation.hands.podOf(node.id) !== undefined) return node;
  if (!mayRun(operation, prepared.onExit))
    return markNode(operation, node, 'Failed', `workflow shutdown with strategy: ${operation.shutdown}`);
  const left = operation.deadline === undefined ? undefined : operation.deadline - operation.now.getTime();
  if (left !== undefined && left <= 0 && !prepared.onExit) return node;
  try {
    operation.hands.createPod(podOf(operation, prepared, node, prepared.onExit ? undefined : left));
    operation.activePods += 1;
    if (node.message !== undefined) markNode(operation, node, 'Pending', '');
  } catch (error) {
    if (!(error instanceof StatusError) || !error.message.includes('exceeded quota')) throw error;
    lookAgain(operation, quotaWait);
    markNode(operation, node, 'Pending', error.message);
  }
  return node;
}

function podOf(
  operation: Operation,
  prepared: Prepared,
  node: NodeStatus,
  left: number | undefined,
): NewObject {
  const { specification, workflow, namespace } = operation;
  const { template } = prepared;
  const metadata = fieldsOf(template['metadata']);
  const shared = fieldsOf(specification['podMetadata']);
  const own = countIn(template, 'activeDeadlineSeconds');
  const seconds = Math.min(
    own ?? Infinity,
    left === undefined ? Infinity : Math.max(1, Math.floor(left / 1000)),
  );
  const inherited = [
    'imagePullSecrets',
    'nodeSelector',
    'tolerations',
    'affinity',
    'securityContext',
  ] as const;
  const account = template['serviceAccountName'] ?? specification['serviceAccountName'] ?? 'workflow';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName(operation.name, node.name, textOf(template['name']) ?? ''),
      namespace,
      labels: {
        ...textMapOf(shared['labels']),
        ...textMapOf(metadata['labels']),
        [labels.workflow]: operation.name,
        [labels.completed]: 'false',
        ...(prepared.onExit ? { [labels.onExit]: 'true' } : {}),
      },
      annotations: {
        ...textMapOf(shared['annotations']),
        ...textMapOf(metadata['annotations']),
        'kubectl.kubernetes.io/default-container': 'main',
        [labels.nodeId]: node.id,
        [labels.nodeName]: node.name,
      },
      ownerReferences: controlledBy(workflow),
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: account,
      ...(Number.isFinite(seconds) ? { activeDeadlineSeconds: seconds } : {}),
      ...Object.fromEntries(
        inherited.flatMap((field) => {
          const value = template[field] ?? specification[field];
          return value === undefined ? [] : [[field, value]];
        }),
      ),
      volumes: [...listOf(specification['volumes']), ...listOf(template['volumes'])],
      containers: [mainContainer(template, node)],
    },
  };
}

function mainContainer(template: Fields, node: NodeStatus): Fields {
  const isScript = kindOf(template) === 'script';
  const { source, ...container } = fieldsOf(template[isScript ? 'script' : 'container']);
  const given = fieldsOf(container['resources']);
  return {
    ...container,
    name: 'main',
    // The real one hands the source over as a file.
    ...(isScript ? scriptCommand(container, textOf(source) ?? '') : {}),
    env: [
      ...listOf(container['env']),
      { name: 'ARGO_CONTAINER_NAME', value: 'main' },
      { name: 'ARGO_NODE_ID', value: node.id },
    ],
    resources: {
      requests: {
        ...defaultResources.requests,
        ...fieldsOf(given['limits']),
        ...fieldsOf(given['requests']),
      },
      limits: { ...defaultResources.limits, ...fieldsOf(given['limits']) },
    },
  };
}

/** The command of a script: its interpreter with the source as text, which shells take by `-c`, Node by `-e`. */
function scriptCommand(container: Fields, source: string): Fields {
  const command = Array.isArray(container['command'])
    ? (container['command'] as unknown[]).map(String)
    : ['sh'];
  const program = command[0] ?? 'sh';
  const option = /(^|\/)node(js)?$/.test(program) ? '-e' : '-c';
  return { command: [...command, option, source] };
}
