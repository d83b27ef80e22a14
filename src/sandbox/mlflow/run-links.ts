/** What a run took in and gave out: data sets and logged models. */
import { transaction } from '../s3/database.ts';
import type { Calls } from './context.ts';
import { invalid } from './errors.ts';
import { optional, readFields, readNumber, required, type Raw } from './fields.ts';
import { findActiveRun, setRunTag } from './runs.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const rawOf = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});

const contextTag = 'mlflow.data.context';

function contextOf(input: Raw): string | null {
  const tags = Array.isArray(input['tags']) ? input['tags'].map(rawOf) : [];
  const found = tags.find(({ key }) => key === contextTag);
  return found ? textOf(found['value']) : null;
}

export const runLinkCalls: Calls = {
  'POST runs/log-inputs': ({ database }, raw) => {
    const fields = readFields(raw, {
      run_id: required('text'),
      datasets: optional('objects'),
      models: optional('objects'),
    });
    const { id } = findActiveRun(database, fields.run_id);
    transaction(database, () => {
      for (const input of fields.datasets ?? []) {
        const dataset = rawOf(input['dataset']);
        // Said twice it is kept once.
        database
          .prepare(
            'INSERT OR IGNORE INTO run_inputs (run, name, digest, context, input) VALUES (?, ?, ?, ?, ?)',
          )
          .run(
            id,
            textOf(dataset['name']),
            textOf(dataset['digest']),
            contextOf(input),
            JSON.stringify(input),
          );
      }
      for (const model of fields.models ?? [])
        database
          .prepare('INSERT INTO run_models (run, direction, model, step) VALUES (?, ?, ?, 0)')
          .run(id, 'in', textOf(model['model_id']));
    });
    return {};
  },
  'POST runs/outputs': ({ database }, raw) => {
    const fields = readFields(raw, { run_id: required('text'), models: required('objects') });
    const { id } = findActiveRun(database, fields.run_id);
    transaction(database, () => {
      for (const model of fields.models)
        database
          .prepare('INSERT INTO run_models (run, direction, model, step) VALUES (?, ?, ?, ?)')
          .run(id, 'out', textOf(model['model_id']), readNumber(model['step']) ?? 0);
    });
    return {};
  },
  // The way of MLflow 2: a model among the artifacts of its run, told in a tag.
  'POST runs/log-model': ({ database }, raw) => {
    const fields = readFields(raw, { run_id: required('text'), model_json: required('text') });
    let model: Raw;
    try {
      model = rawOf(JSON.parse(fields.model_json));
    } catch {
      throw invalid(`Malformed model info. \n ${fields.model_json} \n is not a valid JSON.`);
    }
    const missing = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'].filter(
      (name) => !(name in model),
    );
    if (missing.length > 0)
      throw invalid(
        `Model json is missing mandatory fields: {${missing.map((one) => `'${one}'`).join(', ')}}`,
      );
    const { id } = findActiveRun(database, fields.run_id);
    const tag = 'mlflow.log-model.history';
    const row = database.prepare('SELECT value FROM run_tags WHERE run = ? AND key = ?').get(id, tag);
    const before = JSON.parse((row?.['value'] as string | undefined) ?? '[]') as unknown[];
    setRunTag(database, id, tag, JSON.stringify([...before, model]));
    return {};
  },
};
