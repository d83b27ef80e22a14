/** Versions of registered models: made, described, tagged, moved between stages, deleted. */
import { transaction } from '../s3/database.ts';
import type { Calls, Context } from './context.ts';
import { MlflowError } from './errors.ts';
import { keyValues, optional, readFields, required } from './fields.ts';
import { setLoggedModelValues } from './logged-models.ts';
import { readStage } from './registered-models.ts';
import { deletedStage, findModel, findVersion, toldVersion } from './registry-message.ts';
import { checkKey, checkModelName, checkRegistryTag } from './validation.ts';
import { readSource } from './version-source.ts';

const byVersion = { name: required('text'), version: required('text') };
const activeStages = ['Staging', 'Production'];

function touch({ database, now, registryChanged }: Context, name: string): void {
  database.prepare('UPDATE registered_models SET updated = ? WHERE name = ?').run(now(), name);
  registryChanged(name);
}

function setVersionTag(
  { database }: Context,
  name: string,
  version: number,
  key: string,
  value: string,
): void {
  database
    .prepare('INSERT OR REPLACE INTO model_version_tags (name, version, key, value) VALUES (?, ?, ?, ?)')
    .run(name, version, key, value);
}

/** The logged model keeps the list of versions made from it, as JSON with Python's blanks. */
function noteVersion({ database }: Context, model: string, name: string, version: number): void {
  const tag = 'mlflow.modelVersions';
  const row = database
    .prepare(`SELECT value FROM logged_model_values WHERE model = ? AND kind = 'tag' AND key = ?`)
    .get(model, tag);
  const before = JSON.parse((row?.['value'] as string | undefined) ?? '[]') as {
    name: string;
    version: unknown;
  }[];
  const all = [...before, { name, version }].map(
    (one) => `{"name": ${JSON.stringify(one.name)}, "version": ${JSON.stringify(one.version)}}`,
  );
  setLoggedModelValues(database, model, 'tag', [{ key: tag, value: `[${all.join(', ')}]` }]);
}

export const modelVersionCalls: Calls = {
  'POST model-versions/create': (context, raw) => {
    const { database, now } = context;
    const fields = readFields(raw, {
      name: required('text'),
      source: required('text'),
      run_id: optional('text'),
      tags: optional('objects'),
      run_link: optional('text'),
      description: optional('text'),
      model_id: optional('text'),
    });
    const { name } = fields;
    const made = readSource(database, fields.source, fields.run_id ?? '', fields.model_id || undefined);
    checkModelName(name);
    const tags = keyValues(fields.tags);
    for (const { key, value } of tags) checkRegistryTag(key, value);
    findModel(database, name);
    const last = database.prepare('SELECT max(version) AS last FROM model_versions WHERE name = ?').get(name);
    const version = Number(last?.['last'] ?? 0) + 1;
    transaction(database, () => {
      database
        .prepare(
          'INSERT INTO model_versions (name, version, created, updated, description, stage, source, location, run, run_link, model) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(
          name,
          version,
          now(),
          now(),
          fields.description ?? '',
          'None',
          made.source,
          made.location,
          made.run,
          fields.run_link ?? '',
          made.model ?? null,
        );
      for (const { key, value } of tags) setVersionTag(context, name, version, key, value);
      if (made.model) noteVersion(context, made.model, name, version);
    });
    touch(context, name);
    return { model_version: toldVersion(database, findVersion(database, name, String(version))) };
  },
  'GET model-versions/get': ({ database }, raw) => {
    const { name, version } = readFields(raw, byVersion);
    return { model_version: toldVersion(database, findVersion(database, name, version)) };
  },
  'GET model-versions/get-download-uri': ({ database }, raw) => {
    const { name, version } = readFields(raw, { name: optional('text'), version: optional('text') });
    return { artifact_uri: findVersion(database, name ?? '', version ?? '').location };
  },
  'PATCH model-versions/update': (context, raw) => {
    const { database, now } = context;
    const fields = readFields(raw, { ...byVersion, description: optional('text') });
    const { name, version } = findVersion(database, fields.name, fields.version);
    database
      .prepare('UPDATE model_versions SET description = ?, updated = ? WHERE name = ? AND version = ?')
      .run(fields.description ?? null, now(), name, version);
    context.registryChanged(name);
    return { model_version: toldVersion(database, findVersion(database, name, fields.version)) };
  },
  'POST model-versions/transition-stage': (context, raw) => {
    const { database, now } = context;
    const fields = readFields(raw, {
      ...byVersion,
      stage: required('text'),
      archive_existing_versions: optional('boolean'),
    });
    const stage = readStage(fields.stage);
    if (fields.archive_existing_versions && !activeStages.includes(stage))
      throw new MlflowError(
        'INTERNAL_ERROR',
        `Model version transition cannot archive existing model versions because '${fields.stage}' is not an Active stage. Valid stages are ['Staging', 'Production']`,
      );
    const { name, version } = findVersion(database, fields.name, fields.version);
    transaction(database, () => {
      const update = 'UPDATE model_versions SET stage = ?, updated = ? WHERE name = ? AND version';
      if (fields.archive_existing_versions)
        database.prepare(`${update} <> ? AND stage = ?`).run('Archived', now(), name, version, stage);
      database.prepare(`${update} = ?`).run(stage, now(), name, version);
    });
    touch(context, name);
    return { model_version: toldVersion(database, findVersion(database, name, fields.version)) };
  },
  'DELETE model-versions/delete': (context, raw) => {
    const { database, now } = context;
    const fields = readFields(raw, byVersion);
    const { name, version } = findVersion(database, fields.name, fields.version);
    transaction(database, () => {
      database.prepare('DELETE FROM aliases WHERE name = ? AND version = ?').run(name, version);
      database
        .prepare(
          `UPDATE model_versions SET stage = ?, updated = ?, description = NULL, source = 'REDACTED-SOURCE-PATH',
           run = 'REDACTED-RUN-ID', run_link = 'REDACTED-RUN-LINK' WHERE name = ? AND version = ?`,
        )
        .run(deletedStage, now(), name, version);
    });
    touch(context, name);
    return {};
  },
  'POST model-versions/set-tag': (context, raw) => {
    const fields = readFields(raw, { ...byVersion, key: required('text'), value: optional('text') });
    checkModelName(fields.name);
    checkRegistryTag(fields.key, fields.value ?? '');
    const { name, version } = findVersion(context.database, fields.name, fields.version);
    setVersionTag(context, name, version, fields.key, fields.value ?? '');
    context.registryChanged(name);
    return {};
  },
  'DELETE model-versions/delete-tag': (context, raw) => {
    const fields = readFields(raw, { ...byVersion, key: required('text') });
    checkModelName(fields.name);
    checkKey(fields.key, 'key');
    const { name, version } = findVersion(context.database, fields.name, fields.version);
    context.database
      .prepare('DELETE FROM model_version_tags WHERE name = ? AND version = ? AND key = ?')
      .run(name, version, fields.key);
    context.registryChanged(name);
    return {};
  },
};
