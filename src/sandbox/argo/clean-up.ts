/** What goes away by itself: pods by `podGC`, workflows by `ttlStrategy`. Source: `pod_cleanup.go` and `gccontroller` of Argo Workflows 3.7. */
import type { KubernetesObject, ObjectStore } from '../kubernetes/model.ts';
import { at, fieldsOf, textOf, type Fields } from '../kubernetes/shape.ts';
import { parseDuration } from './durations.ts';
import { labels } from './labels.ts';
import { isFulfilled, type NodeStatus } from './node-status.ts';
import { countIn } from './operation.ts';
import { readNodes } from './status.ts';

/** A pod goes so many milliseconds after its time has come, unless the workflow says otherwise. */
const usualDelay = 5000;

interface Known {
  readonly nodes: ReadonlyMap<string, NodeStatus>;
  readonly specification: Fields;
}

/** Labels pods whose nodes are over, and deletes what is due. Answers the milliseconds until something else is. */
export function cleanUp(
  store: ObjectStore,
  workflow: KubernetesObject,
  pods: readonly KubernetesObject[],
  now: Date,
  known?: Known,
): number | undefined {
  const nodes = known?.nodes ?? readNodes(workflow['status']);
  const specification = known?.specification ?? storedSpecification(workflow);
  const waits = pods.map((pod) => cleanPod(store, workflow, pod, nodes, specification, now));
  waits.push(expire(store, workflow, specification, now));
  const due = waits.filter((wait) => wait !== undefined);
  return due.length === 0 ? undefined : Math.min(...due);
}

function storedSpecification(workflow: KubernetesObject): Fields {
  return fieldsOf(at(workflow, 'status', 'storedWorkflowTemplateSpec') ?? workflow['spec']);
}

function cleanPod(
  store: ObjectStore,
  workflow: KubernetesObject,
  pod: KubernetesObject,
  nodes: ReadonlyMap<string, NodeStatus>,
  specification: Fields,
  now: Date,
): number | undefined {
  const { namespace, name, uid } = pod.metadata;
  const node = nodes.get(pod.metadata.annotations?.[labels.nodeId] ?? '');
  if (node === undefined || !isFulfilled(node)) return undefined;
  if (pod.metadata.labels?.[labels.completed] !== 'true')
    store.modify('pods', namespace, name, (draft) => {
      if (draft.metadata.uid === uid)
        draft.metadata.labels = { ...draft.metadata.labels, [labels.completed]: 'true' };
    });
  // One that was asked to end is left its time.
  if (!['Succeeded', 'Failed'].includes(String(at(pod, 'status', 'phase')))) return undefined;
  const since = dueSince(textOf(at(specification, 'podGC', 'strategy')), workflow, node);
  if (since === undefined || pod.metadata.deletionTimestamp !== undefined) return undefined;
  const text = textOf(at(specification, 'podGC', 'deleteDelayDuration'));
  const delay = (text === undefined ? undefined : parseDuration(text)) ?? usualDelay;
  const left = since + delay - now.getTime();
  if (left > 0) return left;
  if (store.get('pods', namespace, name)?.metadata.uid === uid)
    store.delete('pods', namespace, name, { uid });
  return undefined;
}

/** Since when a pod may go, in milliseconds; undefined when it stays. */
function dueSince(
  strategy: string | undefined,
  workflow: KubernetesObject,
  node: NodeStatus,
): number | undefined {
  const phase = at(workflow, 'status', 'phase');
  const finished = Date.parse(textOf(at(workflow, 'status', 'finishedAt')) ?? '');
  const ended = Date.parse(node.finishedAt ?? '');
  switch (strategy) {
    case 'OnPodCompletion':
      return ended;
    case 'OnPodSuccess':
      return node.phase === 'Succeeded' ? ended : undefined;
    case 'OnWorkflowCompletion':
      return Number.isFinite(finished) ? finished : undefined;
    case 'OnWorkflowSuccess':
      return phase === 'Succeeded' && Number.isFinite(finished) ? finished : undefined;
    default:
      return undefined;
  }
}

function expire(
  store: ObjectStore,
  workflow: KubernetesObject,
  specification: Fields,
  now: Date,
): number | undefined {
  const finished = Date.parse(textOf(at(workflow, 'status', 'finishedAt')) ?? '');
  if (!Number.isFinite(finished)) return undefined;
  const success = at(workflow, 'status', 'phase') === 'Succeeded';
  const own = countIn(specification, 'ttlStrategy', success ? 'secondsAfterSuccess' : 'secondsAfterFailure');
  const seconds = own ?? countIn(specification, 'ttlStrategy', 'secondsAfterCompletion');
  if (seconds === undefined) return undefined;
  const left = finished + seconds * 1000 - now.getTime();
  if (left > 0) return left;
  const { namespace, name, uid } = workflow.metadata;
  store.delete('workflows', namespace, name, { uid });
  return undefined;
}
