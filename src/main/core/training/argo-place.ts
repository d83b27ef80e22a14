/** Argo where the person works: its objects in the project's namespace, and its own server where the platform names one. */
import { failure } from '../../../shared/contract/errors.ts';
import { createArgoClient, type ArgoClient } from '../platform/argo/argo-client.ts';
import { createArgoServer, type ArgoServer } from '../platform/argo/argo-server.ts';
import { createReadingThread } from '../platform/argo/workflow-thread.ts';
import type { InProject, ProjectContext } from '../project-context.ts';

export interface ArgoPlace {
  readonly context: ProjectContext;
  readonly argo: ArgoClient;
  readonly server: ArgoServer | undefined;
}

export interface ArgoPlaces {
  /** The place of the moment. @throws Failure `signed-out`, `unsupported` with `needs-kubernetes` */
  here(): ArgoPlace;
  /** The place of a context; undefined where it has no cluster. */
  of(context: ProjectContext): ArgoPlace | undefined;
  close(): Promise<void>;
}

/** Makes it; nothing is asked of anybody. */
export function createArgoPlaces(here: InProject): ArgoPlaces {
  const thread = createReadingThread();
  let last: ArgoPlace | undefined;

  function of(context: ProjectContext): ArgoPlace | undefined {
    const { cluster, namespace, network, platform } = context;
    if (!cluster) return undefined;
    if (last?.context === context) return last;
    const address = platform.argo?.server;
    const server = address && createArgoServer({ address, namespace, network, cluster, thread });
    last = {
      context,
      argo: createArgoClient(cluster, namespace, thread),
      server: server === '' ? undefined : server,
    };
    return last;
  }

  return {
    of,
    here() {
      const place = of(here());
      if (place) return place;
      throw failure('unsupported', 'Trainings run in Kubernetes, which this platform does not offer', {
        reason: 'needs-kubernetes',
      });
    },
    close: () => thread.close(),
  };
}
