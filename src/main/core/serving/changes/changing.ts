/** What every change shares: the objects of this moment, the person's cluster, the command that is shown around it. */
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import type { KubernetesClient } from '../../platform/kubernetes/client.ts';
import type { InProject, ProjectSurroundings } from '../../project-context.ts';
import type { FollowedApplications } from '../applications/follow-applications.ts';
import { freshObjects, type FreshObjects } from './fresh-objects.ts';
import { overLatest } from './patching.ts';

export interface ChangingParts {
  readonly here: InProject;
  readonly followed: () => FollowedApplications;
  readonly surroundings: Pick<ProjectSurroundings, 'commands' | 'host'>;
}

export interface Changing {
  /** @throws Failure `serving-gone` */
  fresh(id: string): Promise<FreshObjects>;
  /** The application of Argo CD as it is now. @throws Failure `serving-no-sync` for what Argo CD does not keep */
  argo(id: string): Promise<NonNullable<FreshObjects['argo']>>;
  /** @throws Failure `serving-no-cluster` */
  cluster(): KubernetesClient;
  /** Shows the command around the work, which is done again where a controller wrote in between. */
  run(command: string, work: () => Promise<void>): Promise<Record<string, never>>;
}

/** The last part of an application's id. */
export const nameOf = (id: string) => id.split('/').at(-1) ?? id;

/** A workload that was there when it was looked at. */
export const noWorkload = (workload: string): Failure =>
  failure('not-found', `${workload} is not there any more`, {
    reason: 'serving-no-workload',
    values: { workload },
  });

export function createChanging({ here, followed, surroundings }: ChangingParts): Changing {
  const fresh = (id: string) => freshObjects(followed(), here().cluster, id);

  return {
    fresh,
    async argo(id) {
      const { argo } = await fresh(id);
      if (argo) return argo;
      const name = nameOf(id);
      throw failure('unsupported', `${name} is not kept by Argo CD`, {
        reason: 'serving-no-sync',
        values: { name },
      });
    },
    cluster() {
      const found = here().cluster;
      if (found) return found;
      throw failure('unsupported', 'The platform names no cluster', { reason: 'serving-no-cluster' });
    },
    async run(command, work) {
      const program = command.startsWith('argocd') ? 'argocd' : 'kubectl';
      await surroundings.commands.around(program, command, () => overLatest(work));
      followed().ask();
      return {};
    },
  };
}
