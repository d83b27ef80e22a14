/** The registry as MLflow says it, and as the contract shows it. Pure. */
import type {
  ModelDetail,
  ModelVersion,
  RegisteredModel,
} from '../../../../shared/contract/models/registry.ts';
import type { MlflowModel, MlflowModelVersion } from '../../platform/mlflow/mlflow.ts';
import { movesTag, readMoves } from './alias-moves.ts';

export interface RegistrySnapshot {
  readonly models: readonly MlflowModel[];
  readonly versions: readonly MlflowModelVersion[];
}

const newestFirst = (one: MlflowModelVersion, other: MlflowModelVersion) =>
  Number(other.version) - Number(one.version);

function versionsOf({ versions }: RegistrySnapshot, name: string): MlflowModelVersion[] {
  return versions.filter((one) => one.name === name).sort(newestFirst);
}

/** Models by name. */
export function shownModels(snapshot: RegistrySnapshot): RegisteredModel[] {
  const byModel = Map.groupBy(snapshot.versions, ({ name }) => name);
  return snapshot.models
    .map((model) => shownModel(model, (byModel.get(model.name) ?? []).toSorted(newestFirst)))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function shownModel(model: MlflowModel, versions: readonly MlflowModelVersion[]): RegisteredModel {
  const { name, description, createdAt, updatedAt, aliases } = model;
  const newest = versions[0]?.version;
  return {
    name,
    description,
    createdAt,
    updatedAt,
    // The history is shown as such.
    tags: model.tags.filter(({ key }) => key !== movesTag),
    aliases: aliases.map((one) => ({ ...one })),
    versions: versions.length,
    ...(newest !== undefined && { newest }),
  };
}

/** A model with its versions, the newest first; without a model where the registry has none of this name. */
export function shownDetail(
  snapshot: RegistrySnapshot,
  name: string,
): Pick<ModelDetail, 'model' | 'versions' | 'moves'> {
  const model = snapshot.models.find((one) => one.name === name);
  if (!model) return { versions: [], moves: [] };
  const versions = versionsOf(snapshot, name);
  return {
    model: shownModel(model, versions),
    versions: versions.map((one) => shownVersion(one, model)),
    moves: readMoves(model.tags),
  };
}

const states = { READY: 'ready', PENDING_REGISTRATION: 'pending', FAILED_REGISTRATION: 'failed' } as const;

/** Lists of versions come without aliases: the model knows them. */
export function shownVersion(version: MlflowModelVersion, model?: MlflowModel): ModelVersion {
  const { name, description, createdAt, updatedAt, userId, stage, source, runId, modelId } = version;
  const ofModel = model?.aliases.filter((one) => one.version === version.version).map(({ alias }) => alias);
  return {
    name,
    version: version.version,
    description,
    createdAt,
    updatedAt,
    ...(userId !== undefined && { by: userId }),
    tags: version.tags.map((one) => ({ ...one })),
    aliases: ofModel ?? [...version.aliases],
    ...(stage !== undefined && { stage }),
    status: states[version.status],
    source,
    ...(runId !== undefined && { run: runId }),
    ...(modelId !== undefined && { modelId }),
  };
}

/** The snapshot with one model as it is now; `undefined`: it is gone. */
export function withModel(
  snapshot: RegistrySnapshot,
  name: string,
  now: { readonly model: MlflowModel; readonly versions: readonly MlflowModelVersion[] } | undefined,
): RegistrySnapshot {
  const models = snapshot.models.filter((one) => one.name !== name);
  const versions = snapshot.versions.filter((one) => one.name !== name);
  return now
    ? { models: [...models, now.model], versions: [...versions, ...now.versions] }
    : { models, versions };
}
