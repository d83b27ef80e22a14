/** The small files of a model as MLflow lays them out (https://mlflow.org/docs/latest/ml/model/#storage-format), without any pickle. */
import { stringify } from 'yaml';
import { spokenVersion } from '../spoken-version.ts';
import type { Example } from './sample-examples.ts';

/** How a request becomes a line for the model: INSEE's cleaning, then each variable with its prefix. */
const variables = [
  { name: 'type_', prefix: 'AUTO_', missing: 'NaN' },
  { name: 'nature', prefix: 'NAT_SICORE_', missing: 'NaN' },
  { name: 'surface', prefix: 'SURF_', missing: 'NaN' },
  { name: 'event', prefix: 'EVT_SICORE_', missing: 'NaN' },
];

/** `config.yaml`: the features, and the preprocessing as JSON on one line (which YAML contains). */
export const modelSettings = [
  'text_feature: libelle',
  `categorical_features: [${variables.map(({ name }) => name).join(', ')}]`,
  `preprocessing: ${JSON.stringify({ cleaning: { kind: 'ape-v1' }, variables })}`,
  '',
].join('\n');

const columns = ['libelle', ...variables.map(({ name }) => name)];

/** `MLmodel`; `at` is when it was made. */
export function modelDescription(options: {
  readonly model: string;
  readonly run: string;
  readonly location: string;
  readonly bytes: number;
  readonly at: Date;
}): string {
  const { model, run, location, bytes, at } = options;
  const artifact = (file: string) => ({ path: `artifacts/${file}`, uri: `${location}/artifacts/${file}` });
  return stringify({
    flavors: {
      python_function: {
        artifacts: { fasttext_model_path: artifact('model.bin'), config_path: artifact('config.yaml') },
        cloudpickle_version: null,
        code: null,
        env: { conda: 'conda.yaml', virtualenv: 'python_env.yaml' },
        loader_module: 'mlflow.pyfunc.model',
        model_code_path: 'fasttext_model.py',
        python_model: 'fasttext_model.py',
        python_version: '3.11.9',
        streamable: false,
      },
    },
    is_signature_from_type_hint: false,
    mlflow_version: spokenVersion,
    model_id: model,
    model_size_bytes: bytes,
    run_id: run,
    saved_input_example_info: {
      artifact_path: 'input_example.json',
      pandas_orient: 'split',
      serving_input_path: 'serving_input_example.json',
      type: 'dataframe',
    },
    signature: {
      inputs: JSON.stringify(columns.map((name) => ({ type: 'string', name, required: name === 'libelle' }))),
      outputs: null,
      params: null,
    },
    utc_time_created: at.toISOString().replace('T', ' ').replace('Z', ''),
  });
}

/** `input_example.json`: requests in the form `split` of pandas. */
export function inputExample(examples: readonly Example[]): string {
  const data = examples.map(({ type_: type, ...one }) =>
    [one.text, type, one.nature, one.surface, one.event].map((value) => value ?? null),
  );
  return JSON.stringify({ columns, data });
}

const requirements = [`mlflow==${spokenVersion}`, 'fasttext==0.9.3', 'pandas', 'pyyaml'];

/** Files that say what Python needs to run it. */
export const environmentFiles: Readonly<Record<string, string>> = {
  'requirements.txt': `${requirements.join('\n')}\n`,
  'python_env.yaml': stringify({
    python: '3.11.9',
    build_dependencies: ['pip'],
    dependencies: ['-r requirements.txt'],
  }),
  'conda.yaml': stringify({
    channels: ['conda-forge'],
    dependencies: ['python=3.11.9', 'pip', { pip: requirements }],
    name: 'mlflow-env',
  }),
};
