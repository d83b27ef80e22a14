/** What the person may do with each application: asked once, and again when the app wakes. */
import type { Application } from '../../../../shared/contract/serving/applications.ts';
import type { ArgoApplication } from '../../platform/argo-cd/application.ts';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import type { ArgoWay } from './argo-way.ts';
import { argoId } from './read-argo-application.ts';
import { mayDo } from './rights.ts';

export type Rights = Application['rights'];

export interface KnownRights {
  /** Nothing is allowed before it is known; asks where that is not so. */
  ofArgo(application: ArgoApplication): Rights;
  ofDeployments(namespace: string): Rights;
  /** Asks anew for the Deployments of the project. */
  ask(): Promise<void>;
}

const none: Rights = { change: false, sync: false };

/** @param options.onChange told when something is known that was not */
export function createKnownRights(options: {
  readonly cluster: KubernetesClient | undefined;
  readonly namespace: string;
  readonly way: () => ArgoWay | undefined;
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}): KnownRights {
  const { cluster, namespace, onChange, signal } = options;
  const known = new Map<string, Rights>();
  let deployments = none;

  async function asked(way: ArgoWay, application: ArgoApplication): Promise<Rights> {
    if (way.kind === 'api') {
      const [change, sync] = await Promise.all([
        way.api.may('update', application),
        way.api.may('sync', application),
      ]);
      return { change, sync };
    }
    const where = {
      group: 'argoproj.io',
      resource: 'applications',
      namespace: application.metadata?.namespace,
    };
    const may = await mayDo(way.client, { verb: 'patch', ...where }, signal);
    return { change: may, sync: may };
  }

  return {
    ofArgo(application) {
      const way = options.way();
      if (!way) return none;
      const { name = '', namespace: where = '' } = application.metadata ?? {};
      // Kubernetes gives rights by namespace, Argo CD's API by application.
      const key = way.kind === 'api' ? argoId(where, name) : where;
      const found = known.get(key);
      if (found) return found;
      known.set(key, none);
      asked(way, application)
        .then((rights) => known.set(key, rights))
        // Asked again with the next change.
        .catch(() => known.delete(key))
        .finally(onChange);
      return none;
    },
    ofDeployments: (asked) => (asked === namespace ? deployments : none),
    async ask() {
      known.clear();
      if (!cluster) return;
      const access = { verb: 'patch', group: 'apps', resource: 'deployments', namespace } as const;
      const change = await mayDo(cluster, access, signal).catch(() => deployments.change);
      deployments = { change, sync: change };
      onChange();
    },
  };
}
