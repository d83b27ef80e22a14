/** Where a version came from: its run, the set that the run learnt from, its files. */
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { VersionLineage } from '../../../../shared/contract/models/registry.ts';
import type { MlflowRun } from '../../platform/mlflow/mlflow.ts';
import { folderSize } from '../artifacts/folder-size.ts';
import type { Artifacts } from '../artifacts/artifacts.ts';
import { shownMetrics } from '../runs/shown-run.ts';
import type { ReachedServer } from '../servers/servers.ts';
import { shownVersion } from './snapshot.ts';

/** Parts that are missing on the server are left out; what else fails is thrown. @throws Failure */
export async function lineageOf(
  reached: ReachedServer,
  parts: {
    readonly sourceOf: Artifacts['sourceOf'];
    readonly experimentName: (id: string) => Promise<string | undefined>;
  },
  { name, version }: { readonly name: string; readonly version: string },
  signal: AbortSignal,
): Promise<VersionLineage> {
  const { client } = reached;
  const found = await client.modelVersion(name, version, { signal });
  const { runId } = found;
  const files = async () => {
    const source = await parts.sourceOf(reached, { kind: 'version', name, version }, signal);
    const bytes = await unlessRefused(folderSize(source, signal));
    return { artifacts: source.address, ...(bytes !== undefined && { bytes }) };
  };
  const [run, place] = await Promise.all([
    runId === undefined ? undefined : unlessRefused(client.run(runId, { signal })),
    unlessRefused(files()),
  ]);
  const set = run && trainingSet(run);
  return {
    version: shownVersion(found),
    ...(run && { run: shownLineageRun(run, await parts.experimentName(run.experimentId)) }),
    ...(set && { trainingSet: set }),
    ...(place ?? (await addressAlone(reached, name, version, signal))),
  };
}

/** Where nobody may list the files their address is still worth saying. */
async function addressAlone({ client }: ReachedServer, name: string, version: string, signal: AbortSignal) {
  const artifacts = await unlessRefused(client.downloadUri(name, version, { signal }));
  return artifacts ? { artifacts } : {};
}

/** Undefined where the server says that it is not there, not allowed or not known to it. */
async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isFailure(error) && ['not-found', 'forbidden', 'unsupported', 'invalid-input'].includes(error.code))
      return undefined;
    throw error;
  }
}

function shownLineageRun(run: MlflowRun, experimentName: string | undefined): VersionLineage['run'] {
  const { id, name, experimentId, status, startedAt, endedAt, params, tags } = run;
  return {
    id,
    name,
    experiment: experimentId,
    ...(experimentName !== undefined && { experimentName }),
    status: status.toLowerCase(),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    metrics: shownMetrics(run.metrics),
    params: params.map((one) => ({ ...one })),
    tags: tags.map((one) => ({ ...one })),
  };
}

/** What the run says that it learnt from. */
function trainingSet({ tags, params }: MlflowRun): VersionLineage['trainingSet'] {
  const said = (key: string) => [...tags, ...params].find((one) => one.key === key)?.value || undefined;
  const address = said('training.set');
  const hash = said('training.set.hash');
  return address === undefined ? undefined : { address, ...(hash !== undefined && { hash }) };
}
