/** Registered models and their versions as the API tells them. */
import type { DatabaseSync } from 'node:sqlite';
import { message } from './context.ts';
import { absent } from './errors.ts';
import type { KeyValue } from './fields.ts';
import { checkModelName, readVersion } from './validation.ts';

export interface RegisteredModel {
  readonly name: string;
  readonly created: number;
  readonly updated: number;
  readonly description: string | null;
}

export interface ModelVersion extends RegisteredModel {
  readonly version: number;
  readonly stage: string;
  readonly source: string;
  /** Where its files are: the source, resolved. */
  readonly location: string;
  readonly run: string;
  readonly run_link: string;
  readonly model: string | null;
}

/** The stage of versions that were deleted: their numbers are not given again. */
export const deletedStage = 'Deleted_Internal';

/** A registered model that is there. @throws MlflowError */
export function findModel(database: DatabaseSync, name: string): RegisteredModel {
  checkModelName(name);
  const found = database.prepare('SELECT * FROM registered_models WHERE name = ?').get(name);
  if (!found) throw absent(`Registered Model with name=${name} not found`);
  return found as unknown as RegisteredModel;
}

/** A version that is there. @throws MlflowError */
export function findVersion(database: DatabaseSync, name: string, version: string): ModelVersion {
  checkModelName(name);
  const number = readVersion(version);
  const found = database
    .prepare('SELECT * FROM model_versions WHERE name = ? AND version = ? AND stage <> ?')
    .get(name, number, deletedStage);
  if (!found) throw absent(`Model Version (name=${name}, version=${number}) not found`);
  return found as unknown as ModelVersion;
}

/** Aliases of a model with the versions that they name. */
export function aliasesOf(database: DatabaseSync, name: string): { alias: string; version: number }[] {
  return database.prepare('SELECT alias, version FROM aliases WHERE name = ?').all(name) as unknown as {
    alias: string;
    version: number;
  }[];
}

/** A version; searches tell it without its aliases. */
export function toldVersion(database: DatabaseSync, version: ModelVersion, withAliases = true): unknown {
  const tags = database
    .prepare('SELECT key, value FROM model_version_tags WHERE name = ? AND version = ?')
    .all(version.name, version.version) as unknown as KeyValue[];
  return message({
    name: version.name,
    version: String(version.version),
    creation_timestamp: version.created,
    last_updated_timestamp: version.updated,
    current_stage: version.stage,
    description: version.description ?? undefined,
    source: version.source,
    run_id: version.run,
    status: 'READY',
    tags,
    run_link: version.run_link,
    aliases: withAliases
      ? aliasesOf(database, version.name)
          .filter((alias) => alias.version === version.version)
          .map(({ alias }) => alias)
      : undefined,
  });
}

/** The newest version of each stage. */
export function latestVersions(database: DatabaseSync, name: string): ModelVersion[] {
  return database
    .prepare(
      `SELECT * FROM model_versions WHERE name = ? AND version IN
       (SELECT max(version) FROM model_versions WHERE name = ? AND stage <> ? GROUP BY stage) ORDER BY version`,
    )
    .all(name, name, deletedStage) as unknown as ModelVersion[];
}

/** A registered model with its newest versions, tags and aliases. */
export function toldModel(database: DatabaseSync, model: RegisteredModel): unknown {
  const tags = database
    .prepare('SELECT key, value FROM registered_model_tags WHERE name = ?')
    .all(model.name) as unknown as KeyValue[];
  return message({
    name: model.name,
    creation_timestamp: model.created,
    last_updated_timestamp: model.updated,
    description: model.description || undefined,
    latest_versions: latestVersions(database, model.name).map((one) => toldVersion(database, one, false)),
    tags,
    aliases: aliasesOf(database, model.name).map(({ alias, version }) => ({
      alias,
      version: String(version),
    })),
  });
}
