/** A small cluster that runs workflows, for tests: the real store and node, logs kept in memory. */
import type { KubernetesObject, NewObject } from '../../kubernetes/model.ts';
import { at, fieldsOf, textOf, type Fields } from '../../kubernetes/shape.ts';
import type { NodeOptions } from '../../node/node.ts';
import { namespace, startCluster, type TestCluster } from '../../node/testing/cluster.ts';
import { startWorkflows } from '../controller.ts';
import type { NodeStatus } from '../node-status.ts';
import { readNodes } from '../status.ts';

export interface ArgoCluster extends TestCluster {
  /** Logs by their keys. */
  readonly logs: Map<string, string>;
  submit(specification: Fields, name?: string): KubernetesObject;
  workflow(name: string): KubernetesObject | undefined;
  nodes(name: string): NodeStatus[];
  /** Resolves with the workflow once it is over. */
  over(name: string): Promise<KubernetesObject>;
}

/** Starts it with the namespace `user-alice`. */
export async function startArgoCluster(options: Partial<NodeOptions> = {}): Promise<ArgoCluster> {
  const cluster = await startCluster(options);
  const logs = new Map<string, string>();
  const stop = startWorkflows({
    store: cluster.store,
    agent: cluster.node.agent,
    endPod: (space, name) => cluster.node.endPrograms(space, name),
    keepLog: async (key, log) => void logs.set(key, log.toString()),
    repository: { default: true },
    log: (message) => process.stderr.write(`${message}\n`),
  });
  const workflow = (name: string) => cluster.store.get('workflows', namespace, name);
  return {
    ...cluster,
    logs,
    submit: (specification, name = 'grid') => cluster.store.create(workflowOf(name, specification)),
    workflow,
    nodes: (name) => [...readNodes(workflow(name)?.['status']).values()],
    over: (name) =>
      cluster.until(`the end of ${name}`, () => {
        const found = workflow(name);
        return textOf(at(found, 'status', 'finishedAt')) === undefined ? undefined : found;
      }),
    async stop() {
      stop();
      await cluster.stop();
    },
  };
}

/** A workflow of the namespace `user-alice`. */
export function workflowOf(name: string, specification: Fields): NewObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace },
    spec: specification,
  };
}

/** A container template that runs a line of shell. */
export function shell(name: string, line: string, more: Fields = {}): Fields {
  return {
    name,
    container: { image: 'sandbox/program:1', command: ['/bin/sh', '-c'], args: [line] },
    ...more,
  };
}

/** The phase and the message of a workflow. */
export function outcome(workflow: KubernetesObject | undefined): Fields {
  const { phase, message } = fieldsOf(workflow?.['status']);
  return { phase, message };
}
