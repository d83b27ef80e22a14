/** Whether a server answers, and what it says of itself. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { MlflowClient } from '../../platform/mlflow/mlflow.ts';

const mostCounted = 1_000;

/**
 * Asks for the version, which any visitor may see, and for experiments, which needs the right sign-in.
 * @returns `version` absent where the server does not say it; experiments, counted up to 1,000
 * @throws Failure why experiments cannot be read
 */
export async function probe(
  client: MlflowClient,
  signal?: AbortSignal,
): Promise<{ version?: string; experiments: number }> {
  const [version, experiments] = await Promise.all([
    client.version({ signal }).catch((error: unknown) => {
      if (isFailure(error)) return undefined;
      throw error;
    }),
    client.searchExperiments({ most: mostCounted }, { signal }),
  ]);
  return { ...(version !== undefined && { version }), experiments: experiments.values.length };
}
