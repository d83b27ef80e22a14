/** Registered models, their tags and aliases. */
import { transaction } from '../s3/database.ts';
import type { Calls, Context } from './context.ts';
import { absent, invalid, MlflowError } from './errors.ts';
import { keyValues, optional, readFields, required, type Raw } from './fields.ts';
import { findModel, findVersion, latestVersions, toldModel, toldVersion } from './registry-message.ts';
import { checkAlias, checkKey, checkModelName, checkRegistryTag, readVersion } from './validation.ts';

const byName = { name: required('text') };

const refuseTaken = ({ database }: Context, name: string, message: string): void => {
  if (database.prepare('SELECT 1 FROM registered_models WHERE name = ?').get(name))
    throw new MlflowError('RESOURCE_ALREADY_EXISTS', message);
};

const stages = ['None', 'Staging', 'Production', 'Archived'];

/** The stage that a text means, however it is written. @throws MlflowError */
export function readStage(text: string): string {
  const found = stages.find((stage) => stage.toLowerCase() === text.toLowerCase());
  if (found === undefined)
    throw invalid(`Invalid Model Version stage: ${text}. Value must be one of ${stages.join(', ')}.`);
  return found;
}

function latest({ database }: Context, raw: Raw): unknown {
  const fields = readFields(raw, { ...byName, stages: optional('texts') });
  findModel(database, fields.name);
  const wanted = fields.stages && fields.stages.length > 0 ? fields.stages.map(readStage) : stages;
  const found = latestVersions(database, fields.name).filter(({ stage }) => wanted.includes(stage));
  return found.length === 0 ? {} : { model_versions: found.map((one) => toldVersion(database, one)) };
}

export const registeredModelCalls: Calls = {
  'POST registered-models/create': (context, raw) => {
    const { database, now } = context;
    const fields = readFields(raw, { ...byName, tags: optional('objects'), description: optional('text') });
    const { name } = fields;
    const tags = keyValues(fields.tags);
    checkModelName(name);
    for (const { key, value } of tags) checkRegistryTag(key, value);
    refuseTaken(context, name, `Registered Model (name=${name}) already exists.`);
    transaction(database, () => {
      database
        .prepare('INSERT INTO registered_models (name, created, updated, description) VALUES (?, ?, ?, ?)')
        .run(name, now(), now(), fields.description ?? '');
      for (const { key, value } of tags) setModelTag(context, name, key, value);
    });
    context.registryChanged(name);
    return { registered_model: toldModel(database, findModel(database, name)) };
  },
  'GET registered-models/get': ({ database }, raw) => ({
    registered_model: toldModel(database, findModel(database, readFields(raw, byName).name)),
  }),
  'PATCH registered-models/update': (context, raw) => {
    const { database, now } = context;
    const { name, description } = readFields(raw, { ...byName, description: optional('text') });
    findModel(database, name);
    database
      .prepare('UPDATE registered_models SET description = ?, updated = ? WHERE name = ?')
      .run(description ?? '', now(), name);
    context.registryChanged(name);
    return { registered_model: toldModel(database, findModel(database, name)) };
  },
  'POST registered-models/rename': (context, raw) => {
    const { database, now } = context;
    const { name, new_name: newName } = readFields(raw, { ...byName, new_name: required('text') });
    checkModelName(newName, 'new_name');
    findModel(database, name);
    if (newName !== name)
      refuseTaken(
        context,
        newName,
        `Registered Model (name=${newName}) already exists. Error: (sqlite3.IntegrityError) UNIQUE constraint failed: registered_models.name`,
      );
    transaction(database, () => {
      database
        .prepare('UPDATE registered_models SET name = ?, updated = ? WHERE name = ?')
        .run(newName, now(), name);
      database.prepare('UPDATE model_versions SET updated = ? WHERE name = ?').run(now(), newName);
    });
    context.registryChanged(name);
    context.registryChanged(newName);
    return { registered_model: toldModel(database, findModel(database, newName)) };
  },
  'DELETE registered-models/delete': (context, raw) => {
    const { name } = readFields(raw, byName);
    findModel(context.database, name);
    context.database.prepare('DELETE FROM registered_models WHERE name = ?').run(name);
    context.registryChanged(name);
    return {};
  },
  'GET registered-models/get-latest-versions': latest,
  'POST registered-models/get-latest-versions': latest,
  'POST registered-models/set-tag': (context, raw) => {
    const { name, key, value } = readFields(raw, {
      ...byName,
      key: required('text'),
      value: optional('text'),
    });
    checkModelName(name);
    checkRegistryTag(key, value ?? '');
    findModel(context.database, name);
    setModelTag(context, name, key, value ?? '');
    context.registryChanged(name);
    return {};
  },
  'DELETE registered-models/delete-tag': (context, raw) => {
    const { name, key } = readFields(raw, { ...byName, key: required('text') });
    checkModelName(name);
    checkKey(key, 'key');
    findModel(context.database, name);
    context.database.prepare('DELETE FROM registered_model_tags WHERE name = ? AND key = ?').run(name, key);
    context.registryChanged(name);
    return {};
  },
  'POST registered-models/alias': (context, raw) => {
    const fields = readFields(raw, { ...byName, alias: required('text'), version: required('text') });
    const { name, alias } = fields;
    checkModelName(name);
    checkAlias(alias, true);
    readVersion(fields.version);
    const { version } = findVersion(context.database, name, fields.version);
    context.database
      .prepare('INSERT OR REPLACE INTO aliases (name, alias, version) VALUES (?, ?, ?)')
      .run(name, alias, version);
    context.registryChanged(name);
    return {};
  },
  'DELETE registered-models/alias': (context, raw) => {
    const { name, alias } = readFields(raw, { ...byName, alias: required('text') });
    checkModelName(name);
    checkAlias(alias, false);
    findModel(context.database, name);
    context.database.prepare('DELETE FROM aliases WHERE name = ? AND alias = ?').run(name, alias);
    context.registryChanged(name);
    return {};
  },
  'GET registered-models/alias': ({ database }, raw) => {
    const { name, alias } = readFields(raw, { ...byName, alias: required('text') });
    checkModelName(name);
    checkAlias(alias, false);
    findModel(database, name);
    if (alias.toLowerCase() === 'latest') {
      const newest = latestVersions(database, name).at(-1);
      if (!newest) throw absent(`Latest version not found for model ${name}.`);
      return { model_version: toldVersion(database, newest) };
    }
    const found = database
      .prepare('SELECT version FROM aliases WHERE name = ? AND alias = ?')
      .get(name, alias);
    if (!found) throw invalid(`Registered model alias ${alias} not found.`);
    return { model_version: toldVersion(database, findVersion(database, name, String(found['version']))) };
  },
};

function setModelTag({ database }: Context, name: string, key: string, value: string): void {
  database
    .prepare('INSERT OR REPLACE INTO registered_model_tags (name, key, value) VALUES (?, ?, ?)')
    .run(name, key, value);
}
