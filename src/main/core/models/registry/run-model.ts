/** Which model a run logged, as a source of a version. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { MlflowClient, MlflowRun } from '../../platform/mlflow/mlflow.ts';

export interface RunModel {
  readonly source: string;
  /** Logged model of MLflow 3. */
  readonly modelId?: string;
}

/** Folders that are looked into for an MLmodel. */
const mostFolders = 50;

/**
 * MLflow 3: the logged model that came out last, `models:/m-...`. Before: the folder of the run's artifacts that holds `MLmodel`,
 * `model` first.
 * @throws Failure `run-no-model` where there is none
 */
export async function runModel(
  client: MlflowClient,
  run: MlflowRun,
  signal?: AbortSignal,
): Promise<RunModel> {
  const modelId = run.modelOutputs.at(-1);
  if (modelId !== undefined) return { source: `models:/${modelId}`, modelId };
  const waiting = ['model', ''];
  const looked = new Set<string>();
  while (waiting.length > 0 && looked.size < mostFolders) {
    const folder = waiting.shift() ?? '';
    if (looked.has(folder)) continue;
    looked.add(folder);
    const { files } = await client.runArtifacts(run.id, folder, { signal });
    if (files.some((file) => !file.isFolder && file.path.split('/').at(-1) === 'MLmodel'))
      return { source: folder === '' ? run.artifactUri : `${run.artifactUri.replace(/\/+$/, '')}/${folder}` };
    waiting.push(...files.filter((file) => file.isFolder).map((file) => file.path));
  }
  throw failure('invalid-input', 'The run logged no model', {
    reason: 'run-no-model',
    values: { run: run.name || run.id },
  });
}
