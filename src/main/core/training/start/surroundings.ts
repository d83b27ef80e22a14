/** Addresses and names that a workflow needs of the platform. */
import type { TrainingStart } from '../../../../shared/contract/training/start.ts';
import type { MlflowOf } from '../../platform/mlflow/mlflow.ts';
import type { ArgoPlace } from '../argo-place.ts';
import type { Surroundings } from './own-workflow.ts';

/** What holds wherever the keys come from. @throws Failure of the MLflow server */
export async function surroundingsOf(
  { context }: ArgoPlace,
  { tracking }: Pick<TrainingStart, 'tracking'>,
  mlflowOf: MlflowOf,
): Promise<Omit<Surroundings, 's3Secret'>> {
  const { platform, homeProfile } = context;
  const address = tracking && (await mlflowOf(tracking.server)).address;
  const profile = homeProfile === undefined ? undefined : context.endpoint(homeProfile).profile;
  const isPlatforms = address !== undefined && isSame(address, platform.mlflow?.url);
  return {
    serviceAccount: platform.argo?.serviceAccount,
    mlflow: (isPlatforms ? platform.training?.mlflow : undefined) ?? address,
    s3: platform.training?.s3 ?? profile?.endpoint,
    region: profile?.region,
  };
}

/** Pods reach the platform's own server at another address than this laptop; servers that the person added are as they are. */
function isSame(address: string, own: string | undefined): boolean {
  const bare = (url: string) => url.replace(/\/+$/, '');
  return own !== undefined && bare(address) === bare(own);
}
