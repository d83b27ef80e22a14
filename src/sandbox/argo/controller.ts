/** The controller of workflows: looks at each when it, its pods or the time says so. */
import type { KubernetesObject, NodeAgent, ObjectStore } from '../kubernetes/model.ts';
import { at, copyJson, textOf } from '../kubernetes/shape.ts';
import { startController } from '../node/controllers/loop.ts';
import { cleanUp } from './clean-up.ts';
import { createCollector, type LogKeeper } from './collector.ts';
import { labels } from './labels.ts';
import type { Hands } from './operation.ts';
import { operate, type Settings } from './operate.ts';

export interface WorkflowsOptions extends Settings {
  readonly store: ObjectStore;
  readonly agent: NodeAgent;
  /** Asks the programs of a pod to end, as a pod's deletion would. */
  endPod(namespace: string, name: string): void;
  /** Puts the log of an ended pod away. */
  readonly keepLog: LogKeeper;
  log(message: string): void;
}

/** Starts the controller. Returns a way to stop. */
export function startWorkflows(options: WorkflowsOptions): () => void {
  const { store, log } = options;
  const collector = createCollector(options);

  const handsFor = (namespace: string, pods: Map<string, KubernetesObject>): Hands => ({
    podOf: (id) => pods.get(id),
    createPod: (pod) => {
      const made = store.create(pod);
      pods.set(made.metadata.annotations?.[labels.nodeId] ?? '', made);
    },
    endPod: (pod) => options.endPod(namespace, pod.metadata.name),
    collected: (pod, wanted) => collector.collected(pod, wanted),
    template: (name, clusterScope) =>
      clusterScope
        ? store.get('clusterworkflowtemplates', undefined, name)
        : store.get('workflowtemplates', namespace, name),
  });

  const reconcile = (workflow: KubernetesObject): number | undefined => {
    if (workflow.metadata.deletionTimestamp !== undefined) return undefined;
    const { namespace = '', name } = workflow.metadata;
    const pods = new Map(
      store
        .list('pods', namespace)
        .filter(({ metadata }) => metadata.labels?.[labels.workflow] === name)
        .map((pod) => [pod.metadata.annotations?.[labels.nodeId] ?? '', pod]),
    );
    const isOver =
      workflow.metadata.labels?.[labels.completed] === 'true' &&
      textOf(at(workflow, 'status', 'phase')) !== undefined;
    if (isOver) return cleanUp(store, workflow, [...pods.values()], new Date());
    const result = operate(workflow, handsFor(namespace, pods), options, new Date());
    const stored = store.modify('workflows', namespace, name, (draft) => {
      draft.metadata.labels = { ...result.workflow.metadata.labels };
      draft.metadata.annotations = { ...result.workflow.metadata.annotations };
      draft['status'] = copyJson(result.workflow['status']);
    });
    const clean =
      stored === undefined ? undefined : cleanUp(store, stored, [...pods.values()], new Date(), result);
    return [result.again, clean].reduce((least, each) =>
      each === undefined ? least : Math.min(least ?? Infinity, each),
    );
  };

  const stop = startController({
    store,
    plural: 'workflows',
    reconcile,
    log,
    related: ({ resource, object }) => {
      const name = resource.plural === 'pods' ? object.metadata.labels?.[labels.workflow] : undefined;
      return name === undefined ? [] : [{ namespace: object.metadata.namespace, name }];
    },
  });
  return () => {
    collector.stop();
    stop();
  };
}
