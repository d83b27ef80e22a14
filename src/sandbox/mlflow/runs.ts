/** Runs: begun, ended, deleted and brought back, told. */
import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '../s3/database.ts';
import { message, type Calls } from './context.ts';
import { absent, invalid, unfit } from './errors.ts';
import { findActiveExperiment } from './experiments.ts';
import { keyValues, optional, readFields, required } from './fields.ts';
import { toldInfo, toldRuns, type Run } from './run-message.ts';
import { newRunName } from './run-names.ts';

/** The tag that a run's name is kept in, too. */
export const nameTag = 'mlflow.runName';

const statuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];

/** A run that is there, deleted or not. @throws MlflowError */
export function findRun(database: DatabaseSync, id: string): Run {
  const found = database.prepare('SELECT * FROM runs WHERE id = ?').get(id);
  if (!found) throw absent(`Run with id=${id} not found`);
  return found as unknown as Run;
}

/** A run that may be written to. @throws MlflowError */
export function findActiveRun(database: DatabaseSync, id: string): Run {
  const run = findRun(database, id);
  if (run.stage !== 'active')
    throw invalid(`The run ${id} must be in the 'active' state. Current state is ${run.stage}.`);
  return run;
}

/** Sets a tag of a run; its name follows the tag that has it. */
export function setRunTag(database: DatabaseSync, run: string, key: string, value: string): void {
  database.prepare('INSERT OR REPLACE INTO run_tags (run, key, value) VALUES (?, ?, ?)').run(run, key, value);
  if (key === nameTag && value !== '')
    database.prepare('UPDATE runs SET name = ? WHERE id = ?').run(value, run);
}

const changeStage = (stage: string) => (database: DatabaseSync, id: string) => {
  findRun(database, id);
  database.prepare('UPDATE runs SET stage = ? WHERE id = ?').run(stage, id);
};

const byId = { run_id: required('text') };

export const runCalls: Calls = {
  'POST runs/create': ({ database }, raw) => {
    const fields = readFields(raw, {
      experiment_id: optional('text'),
      user_id: optional('text'),
      start_time: optional('integer'),
      run_name: optional('text'),
      tags: optional('objects'),
    });
    if (!fields.experiment_id) throw unfit('FOREIGN KEY constraint failed');
    const { id: experiment, location } = findActiveExperiment(database, fields.experiment_id);
    const tags = keyValues(fields.tags);
    const tagged = tags.find(({ key }) => key === nameTag)?.value;
    if (fields.run_name && tagged && fields.run_name !== tagged)
      throw invalid(
        `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${fields.run_name}', mlflow.runName='${tagged}').`,
      );
    const name = fields.run_name || tagged || newRunName();
    const id = randomBytes(16).toString('hex');
    transaction(database, () => {
      database
        .prepare(
          'INSERT INTO runs (id, experiment, name, user, status, started, artifact_uri, stage) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        )
        .run(
          id,
          experiment,
          name,
          fields.user_id ?? '',
          'RUNNING',
          fields.start_time ?? 0,
          `${location}/${id}/artifacts`,
          'active',
        );
      for (const { key, value } of [...tags, { key: nameTag, value: name }])
        setRunTag(database, id, key, value);
    });
    const [run] = toldRuns(database, [findRun(database, id)]);
    return { run: message({ ...run, outputs: undefined }) };
  },
  'POST runs/update': ({ database }, raw) => {
    const fields = readFields(raw, {
      ...byId,
      end_time: optional('integer'),
      status: optional('text'),
      run_name: optional('text'),
    });
    const { id } = findActiveRun(database, fields.run_id);
    transaction(database, () => {
      if (fields.status !== undefined && statuses.includes(fields.status))
        database.prepare('UPDATE runs SET status = ? WHERE id = ?').run(fields.status, id);
      if (fields.end_time !== undefined)
        database.prepare('UPDATE runs SET ended = ? WHERE id = ?').run(fields.end_time, id);
      if (fields.run_name) setRunTag(database, id, nameTag, fields.run_name);
    });
    return { run_info: toldInfo(findRun(database, id)) };
  },
  'POST runs/delete': ({ database }, raw) => {
    changeStage('deleted')(database, readFields(raw, byId).run_id);
    return {};
  },
  'POST runs/restore': ({ database }, raw) => {
    changeStage('active')(database, readFields(raw, byId).run_id);
    return {};
  },
  'GET runs/get': ({ database }, raw) => {
    const [run] = toldRuns(database, [findRun(database, readFields(raw, byId).run_id)]);
    return { run };
  },
};
