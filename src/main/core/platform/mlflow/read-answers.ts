/** What MLflow says, read tolerantly into what the capabilities see. Pure. Source: mlflow/protos/service.proto, model_registry.proto. */
import type {
  MlflowExperiment,
  MlflowFile,
  MlflowMetric,
  MlflowModel,
  MlflowModelVersion,
  MlflowRun,
  MlflowRunStatus,
  MlflowTag,
} from './mlflow.ts';
import { list, number, object, someText, text, time, type Json } from './tolerant-json.ts';

const statuses: readonly MlflowRunStatus[] = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];

/** Only what is there: `exactOptionalPropertyTypes` and small records both want it. */
function given<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as never;
}

const lifecycle = (value: unknown): 'active' | 'deleted' =>
  text(value) === 'deleted' ? 'deleted' : 'active';

/** Keys with values: tags and params. */
export function readTags(value: unknown): MlflowTag[] {
  return list(value).map((one) => ({ key: text(one['key']), value: text(one['value']) }));
}

/** Metrics without a number are left out. */
export function readMetrics(value: unknown): MlflowMetric[] {
  return list(value).flatMap((one) => {
    const read = number(one['value']);
    if (read === undefined) return [];
    return [
      {
        key: text(one['key']),
        value: read,
        timestamp: number(one['timestamp']) ?? 0,
        step: number(one['step']) ?? 0,
      },
    ];
  });
}

export function readExperiment(value: unknown): MlflowExperiment {
  const one = object(value);
  return {
    id: text(one['experiment_id']),
    name: text(one['name']),
    artifactLocation: text(one['artifact_location']),
    lifecycle: lifecycle(one['lifecycle_stage']),
    ...given({ createdAt: time(one['creation_time']), updatedAt: time(one['last_update_time']) }),
    tags: readTags(one['tags']),
  };
}

/** A run with its last metrics; before 1.0 its id was called `run_uuid`, and before 2.0 its name was a tag only. */
export function readRun(value: unknown): MlflowRun {
  const run = object(value);
  const info = object(run['info']);
  const data = object(run['data']);
  const tags = readTags(data['tags']);
  const status = text(info['status']) as MlflowRunStatus;
  return {
    id: text(info['run_id']) || text(info['run_uuid']),
    name: text(info['run_name']) || (tags.find(({ key }) => key === 'mlflow.runName')?.value ?? ''),
    experimentId: text(info['experiment_id']),
    status: statuses.includes(status) ? status : 'FINISHED',
    ...given({ startedAt: time(info['start_time']), endedAt: time(info['end_time']) }),
    artifactUri: text(info['artifact_uri']),
    lifecycle: lifecycle(info['lifecycle_stage']),
    ...given({ userId: someText(info['user_id']) }),
    metrics: readMetrics(data['metrics']),
    params: readTags(data['params']),
    tags,
    modelOutputs: list(object(run['outputs'])['model_outputs'])
      .map((one) => text(one['model_id']))
      .filter((id) => id !== ''),
  };
}

export function readVersion(value: unknown): MlflowModelVersion {
  const one = object(value);
  const status = text(one['status']);
  const stage = text(one['current_stage']);
  return {
    name: text(one['name']),
    version: text(one['version']),
    description: text(one['description']),
    createdAt: number(one['creation_timestamp']) ?? 0,
    updatedAt: number(one['last_updated_timestamp']) ?? 0,
    ...given({
      userId: someText(one['user_id']),
      stage: stage === '' || stage === 'None' ? undefined : stage,
      runId: someText(one['run_id']),
      modelId: someText(one['model_id']) ?? loggedModel(text(one['source'])),
    }),
    source: text(one['source']),
    status: status === 'PENDING_REGISTRATION' || status === 'FAILED_REGISTRATION' ? status : 'READY',
    tags: readTags(one['tags']),
    aliases: aliasNames(one),
  };
}

/** The logged model of `models:/m-...`. */
function loggedModel(source: string): string | undefined {
  return /^models:\/(m-[^/]+)/.exec(source)?.[1];
}

function aliasNames(one: Json): string[] {
  const aliases = one['aliases'];
  return Array.isArray(aliases) ? aliases.map(text).filter((alias) => alias !== '') : [];
}

export function readModel(value: unknown): MlflowModel {
  const one = object(value);
  return {
    name: text(one['name']),
    description: text(one['description']),
    createdAt: number(one['creation_timestamp']) ?? 0,
    updatedAt: number(one['last_updated_timestamp']) ?? 0,
    tags: readTags(one['tags']),
    aliases: list(one['aliases']).map(({ alias, version }) => ({
      alias: text(alias),
      version: text(version),
    })),
    latestVersions: list(one['latest_versions']).map(readVersion),
  };
}

export function readFile(value: unknown): MlflowFile {
  const one = object(value);
  const isFolder = one['is_dir'] === true || one['is_dir'] === 'true';
  const bytes = isFolder ? undefined : number(one['file_size']);
  return { path: text(one['path']), isFolder, ...given({ bytes }) };
}
