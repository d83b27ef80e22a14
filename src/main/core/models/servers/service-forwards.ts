/** Ways to MLflow servers that run as services of the project: a forward each, which finds the pod anew when it was replaced. */
import { Agent } from 'node:http';
import type { Socket } from 'node:net';
import { failure } from '../../../../shared/contract/errors.ts';
import { createForward, type Forward, type ForwardPod } from '../../platform/kubernetes/forward.ts';
import { isPodReady, type Pod } from '../../platform/kubernetes/objects.ts';
import { connectPort } from '../../platform/kubernetes/port-connection.ts';
import { watchCollection } from '../../platform/kubernetes/watch.ts';
import type { ProjectContext } from '../../project-context.ts';

export interface ServiceForwards {
  /** Connections of node:http to a port of a service. @throws Failure `unsupported` where the platform has no cluster */
  agent(context: ProjectContext, service: string, port: number | undefined): Agent;
  /** Tries at once, after the laptop woke up. */
  wake(): void;
  close(): Promise<void>;
}

/** Milliseconds for which a request waits for a pod. */
const hold = 15_000;
/** MLflow's own. */
const usualPort = 5_000;

interface Way {
  readonly agent: Agent;
  readonly forward: Forward;
  readonly over: AbortController;
}

/** Makes it; nothing is watched before the first request. */
export function createServiceForwards(): ServiceForwards {
  const ways = new Map<string, Way>();

  function open(context: ProjectContext, service: string, port: number | undefined): Way {
    const { cluster, namespace } = context;
    if (!cluster)
      throw failure('unsupported', 'The platform has no cluster to reach services of', {
        reason: 'mlflow-no-cluster',
        values: { service },
      });
    const over = new AbortController();
    const listeners = new Set<() => void>();
    let pod: ForwardPod | undefined;
    watchCollection<Pod>({
      client: cluster,
      path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`,
      labelSelector: `app.kubernetes.io/instance=${service}`,
      onBatch: (_, snapshot) => {
        pod = readyPod([...snapshot.values()], port);
        for (const listener of listeners) listener();
      },
      onState: () => {},
      signal: over.signal,
    });
    const forward = createForward({
      findPod: () => pod,
      onPodChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      connect: (to, signal) => connectPort(cluster, { namespace, pod: to.name, port: to.port, signal }),
      hold,
    });
    // A connection a request: a kept one would die with the pod, in the middle of a POST.
    const agent = new Agent({ keepAlive: false, maxSockets: 8 });
    agent.createConnection = (_, done) => {
      forward.connect().then(
        (connection) => done?.(null, connection as Socket),
        (error: Error) => done?.(error, undefined as never),
      );
      return undefined;
    };
    return { agent, forward, over };
  }

  return {
    agent(context, service, port) {
      const key = JSON.stringify([context.key, service, port]);
      const way = ways.get(key) ?? open(context, service, port);
      ways.set(key, way);
      return way.agent;
    },
    wake() {
      for (const { forward } of ways.values()) forward.wake();
    },
    async close() {
      const open = [...ways.values()];
      ways.clear();
      for (const { over, agent } of open) {
        over.abort();
        agent.destroy();
      }
      await Promise.all(open.map(({ forward }) => forward.stop()));
    },
  };
}

/** The ready pod with the port that was asked for, else with MLflow's, else with its first. */
export function readyPod(pods: readonly Pod[], wanted: number | undefined): ForwardPod | undefined {
  for (const pod of pods) {
    const { name, uid } = pod.metadata ?? {};
    if (name === undefined || uid === undefined || !isPodReady(pod)) continue;
    const ports = (pod.spec?.containers ?? []).flatMap((one) =>
      (one.ports ?? []).flatMap(({ containerPort }) => (containerPort === undefined ? [] : [containerPort])),
    );
    const port = wanted ?? (ports.includes(usualPort) ? usualPort : (ports[0] ?? usualPort));
    return { name, uid, port };
  }
  return undefined;
}
