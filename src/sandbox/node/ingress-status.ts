/** Writes into each Ingress where it is reached, as an ingress controller does. */
import type { ObjectStore } from '../kubernetes/model.ts';
import { startController } from './controllers/loop.ts';
import { writeStatus } from './controllers/ownership.ts';

/** Starts the controller. Returns a way to stop. */
export function startIngressStatus(
  store: ObjectStore,
  domain: string,
  log: (message: string) => void,
): () => void {
  return startController({
    store,
    log,
    plural: 'ingresses',
    reconcile(ingress) {
      writeStatus(store, 'ingresses', ingress, { loadBalancer: { ingress: [{ hostname: domain }] } });
      return undefined;
    },
  });
}
