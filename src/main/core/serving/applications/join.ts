/** Applications of Argo CD with what they keep, and the Deployments that nobody keeps. Pure. */
import type { Application, ApplicationDetail } from '../../../../shared/contract/serving/applications.ts';
import type { ArgoApplication } from '../../platform/argo-cd/application.ts';
import type { Collections } from './collections.ts';
import { keptDeployments, readArgoApplication } from './read-argo-application.ts';
import { readDeployment } from './read-deployment.ts';
import { isServing } from './served-models.ts';
import type { Workload } from './workload.ts';

type Rights = Application['rights'];

const keyOf = ({ metadata }: Workload) => `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
const byName = (a: ApplicationDetail, b: ApplicationDetail) =>
  a.application.name.localeCompare(b.application.name);

/** By name, those of Argo CD first; a Deployment that Argo CD keeps is in its application only. */
export function joinApplications(
  argo: readonly ArgoApplication[],
  collections: Collections,
  options: {
    readonly rightsOfArgo: (application: ArgoApplication) => Rights;
    readonly rightsOfDeployments: Rights;
    readonly now: number;
  },
): ApplicationDetail[] {
  const { rightsOfArgo, rightsOfDeployments, now } = options;
  const kept = new Set(argo.flatMap(keptDeployments));
  const shown = collections.deployments.filter((one) => kept.has(keyOf(one)) || isServing(one));
  const details = new Map(
    shown.map((one) => [keyOf(one), readDeployment(one, collections, { rights: rightsOfDeployments, now })]),
  );
  const joined = argo.map((application) => {
    const own = keptDeployments(application).flatMap((key) => details.get(key) ?? []);
    return readArgoApplication(application, own, { rights: rightsOfArgo(application), now });
  });
  const alone = [...details].flatMap(([key, detail]) => (kept.has(key) ? [] : [detail]));
  return [...joined.sort(byName), ...alone.sort(byName)];
}
