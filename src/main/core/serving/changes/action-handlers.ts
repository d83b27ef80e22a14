/** Synchronising, looking anew, going back and starting again, as the page asks for it. */
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { ArgoApplication } from '../../platform/argo-cd/application.ts';
import { rolloutsOf } from '../applications/deployment-health.ts';
import { refreshArgo, restartDeployment, rollbackArgo, rollbackDeployment, syncArgo } from './actions.ts';
import { argocd, kubectl } from './change-commands.ts';
import { createChanging, noWorkload, type ChangingParts } from './changing.ts';

type Handlers = Pick<
  AppHandlers['serving'],
  'syncApplication' | 'refreshApplication' | 'rollbackApplication' | 'restartApplication'
>;

const named = ({ metadata }: ArgoApplication) => ({
  name: metadata?.name ?? '',
  namespace: metadata?.namespace ?? '',
});

export function actionHandlers(parts: ChangingParts): Handlers {
  const { here, followed, surroundings } = parts;
  const { fresh, argo, cluster, run } = createChanging(parts);

  async function rollBackArgo(id: string, application: ArgoApplication, history: string) {
    const { userName } = here();
    return run(argocd('rollback', named(application), history), async () =>
      rollbackArgo(await argo(id), history, userName),
    );
  }

  return {
    async syncApplication({ id, prune }) {
      const { userName } = here();
      const { application } = await argo(id);
      const command = argocd('sync', named(application), ...(prune ? ['--prune'] : []));
      return run(command, async () => syncArgo(await argo(id), prune, userName));
    },
    async refreshApplication({ id, hard }) {
      const found = await fresh(id);
      if (!found.argo) {
        followed().wake();
        return {};
      }
      const command = argocd('get', named(found.argo.application), hard ? '--hard-refresh' : '--refresh');
      return run(command, async () => refreshArgo(await argo(id), hard));
    },
    async rollbackApplication({ id, history }) {
      const found = await fresh(id);
      if (found.argo) return rollBackArgo(id, found.argo.application, history);
      const { name = '', namespace = '' } = found.deployments[0]?.metadata ?? {};
      const command = kubectl(namespace, 'rollout', 'undo', `deployment/${name}`, `--to-revision=${history}`);
      return run(command, async () => {
        const [deployment] = (await fresh(id)).deployments;
        if (!deployment) throw noWorkload(name);
        const rollouts = rolloutsOf(deployment, followed().collections());
        await rollbackDeployment(cluster(), deployment, rollouts, history);
      });
    },
    async restartApplication({ id, workload }) {
      const meant = async () => {
        const one = (await fresh(id)).deployments.find(({ metadata }) => metadata?.name === workload);
        if (one) return one;
        throw noWorkload(workload);
      };
      const { metadata } = await meant();
      const command = kubectl(metadata?.namespace ?? '', 'rollout', 'restart', `deployment/${workload}`);
      return run(command, async () => restartDeployment(cluster(), await meant(), surroundings.host.clock()));
    },
  };
}
