/** A process that runs one forward and nothing else, so that its memory is the forward's. Its parent sends the settings. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { KubernetesClient } from '../src/main/core/platform/kubernetes/client.ts';
import { createForward, type ForwardPod } from '../src/main/core/platform/kubernetes/forward.ts';
import { isPodReady, type Pod } from '../src/main/core/platform/kubernetes/objects.ts';
import { connectPort } from '../src/main/core/platform/kubernetes/port-connection.ts';
import { watchCollection } from '../src/main/core/platform/kubernetes/watch.ts';
import { clientOf } from './lab.ts';

export interface ForwardSettings {
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly selector: string;
  readonly port: number;
}

/** Milliseconds for which a caller is held, as the app does for an opened service. */
const hold = 30_000;

/** The ready pod of a selector, kept up to date as the app keeps it. */
function followPod(client: KubernetesClient, settings: ForwardSettings, signal: AbortSignal) {
  const listeners = new Set<() => void>();
  let pod: ForwardPod | undefined;
  watchCollection<Pod>({
    client,
    path: `/api/v1/namespaces/${settings.namespace}/pods`,
    labelSelector: settings.selector,
    signal,
    onState: () => undefined,
    onBatch: (_, snapshot) => {
      const { name, uid } = [...snapshot.values()].find(isPodReady)?.metadata ?? {};
      pod = name === undefined || uid === undefined ? undefined : { name, uid, port: settings.port };
      for (const listener of listeners) listener();
    },
  });
  return {
    findPod: () => pod,
    onPodChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Lets go of what the start left behind, so that growth from here on is what connections cost. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

process.once('disconnect', () => process.exit(0));
process.once('message', (message) => {
  const settings = message as ForwardSettings;
  void clientOf(settings.kubeconfig).then(async ({ client }) => {
    const forward = createForward({
      ...followPod(client, settings, new AbortController().signal),
      connect: (pod, signal) =>
        connectPort(client, { namespace: settings.namespace, pod: pod.name, port: pod.port, signal }),
      hold,
    });
    process.send?.(await forward.listen());
    process.on('message', () => {
      collect();
      process.send?.('collected');
    });
  });
});
