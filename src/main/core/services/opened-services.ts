/** The services that are open inside the app: a healing forward each, and a place behind the gateway. */
import type { z } from 'zod';
import type { Opened, Reason } from '../../../shared/contract/services.ts';
import { failure } from '../../../shared/contract/errors.ts';
import type { Host } from '../host.ts';
import { live, type Live } from '../live.ts';
import { createForward, type Forward, type ForwardPod } from '../platform/kubernetes/forward.ts';
import { connectPort } from '../platform/kubernetes/port-connection.ts';
import type { KubernetesClient } from '../platform/kubernetes/client.ts';
import type { Gateway } from './gateway.ts';
import type { ServiceSignIn } from './service-sign-in.ts';

type OpenedState = z.infer<typeof Opened>;

/** How long a request of the browser is held while the pod is being replaced, in milliseconds. */
const hold = 25_000;

/** What must be known of a service to open it. */
export interface Openable {
  readonly id: string;
  readonly name: string;
  readonly signIn: ServiceSignIn;
  /** Path of its first page. */
  readonly path: string;
  /** The pod that is ready now, with the port to open. */
  readonly findPod: () => ForwardPod | undefined;
  readonly onPodChange: (listener: () => void) => () => void;
  /** Why it is not ready, for the overlay. */
  readonly reason: () => Reason | undefined;
}

interface OpenService {
  readonly forward: Forward;
  readonly openable: Openable;
  readonly origin: string;
  readonly way: OpenedState['way'];
  stop(): void;
}

export interface OpenedServices {
  readonly list: Live<readonly OpenedState[]>;
  /** Opens or goes on with a service; the address is good once. */
  open(
    openable: Openable,
    client: KubernetesClient,
    namespace: string,
  ): Promise<{ address: string; way: OpenedState['way'] }>;
  /** Tries all connections at once, after the laptop woke up. */
  wake(): void;
  close(id: string): Promise<void>;
  closeAll(): Promise<void>;
}

/** @param language what the waiting page speaks. */
export function createOpenedServices(
  host: Host,
  gateway: Gateway,
  language: () => 'en' | 'fr',
): OpenedServices {
  const open = new Map<string, OpenService>();
  const list = live<readonly OpenedState[]>([]);

  const publish = () => list.set([...open.values()].map(describe));

  async function close(id: string): Promise<void> {
    const service = open.get(id);
    if (!service) return;
    open.delete(id);
    gateway.remove(id);
    service.stop();
    publish();
    await service.forward.stop();
  }

  return {
    list,
    open: async (openable, client, namespace) => {
      const { id } = openable;
      if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(id)) {
        throw failure('unsupported', `${id} cannot be a host name`, {
          reason: 'service-name',
          values: { name: id },
        });
      }
      if (!open.has(id)) {
        const [origin, app] = await Promise.all([host.serviceOrigin(id), host.appOrigin()]);
        const forward = createForward({
          findPod: openable.findPod,
          onPodChange: openable.onPodChange,
          connect: (pod, signal) => connectPort(client, { namespace, pod: pod.name, port: pod.port, signal }),
          hold,
        });
        let generation = forward.status().generation;
        const stop = forward.onState((status) => {
          if (status.generation !== generation) gateway.reconnect(id);
          generation = status.generation;
          publish();
        });
        open.set(id, { forward, openable, origin, way: host.serviceWay, stop });
        gateway.add(id, {
          connect: () => forward.connect(),
          origins: { service: origin, app },
          signIn: openable.signIn,
          language,
        });
        publish();
      }
      return { address: gateway.address(id, openable.path), way: host.serviceWay };
    },
    wake: () => {
      for (const { forward } of open.values()) forward.wake();
    },
    close,
    closeAll: async () => {
      await Promise.all([...open.keys()].map(close));
    },
  };
}

function describe({ forward, openable, origin, way }: OpenService): OpenedState {
  const status = forward.status();
  const reason = status.state === 'ready' ? undefined : openable.reason();
  return {
    id: openable.id,
    name: openable.name,
    state: status.state,
    ...(reason ? { reason } : {}),
    ...(status.problem ? { problem: status.problem.data } : {}),
    since: status.since,
    way,
    origin,
    generation: status.generation,
  };
}
