// The files of a model as MLflow keeps them: what lies below `model/` of a run.

const text = (value) => new TextEncoder().encode(value);
/** JSON is YAML, so that no text needs other quotes. */
const yaml = (value) => JSON.stringify(value);

/**
 * The files by their names. `examples` are texts as the model is given them; `preparation` says how they came from what people wrote
 * (the profile of the training set, undefined: as they are).
 */
export function modelFiles({ bytes, run, artifacts, examples, preparation, nomenclature, set, made }) {
  const created = new Date(made).toISOString().replace('T', ' ').replace('Z', '');
  const configuration = [
    'text_feature: text',
    'categorical_features: []',
    `nomenclature: ${yaml(nomenclature ?? null)}`,
    `preprocessing: ${yaml(preparation ?? { kind: 'none' })}`,
    `training_set: ${yaml(set)}`,
    '',
  ];
  const columns = [{ type: 'string', name: 'text', required: true }];
  const outputs = [
    { type: 'string', name: 'code', required: true },
    { type: 'double', name: 'probability', required: true },
  ];
  const model = [
    'artifact_path: model',
    'flavors:',
    '  python_function:',
    '    artifacts:',
    '      config_path:',
    '        path: artifacts/config.yaml',
    `        uri: ${yaml(`${artifacts}/model/artifacts/config.yaml`)}`,
    '      fasttext_model_path:',
    '        path: artifacts/model.bin',
    `        uri: ${yaml(`${artifacts}/model/artifacts/model.bin`)}`,
    '    loader_module: mlflow.pyfunc.model',
    `model_size_bytes: ${bytes.length}`,
    `run_id: ${run}`,
    'saved_input_example_info:',
    '  artifact_path: input_example.json',
    '  pandas_orient: split',
    '  type: dataframe',
    'signature:',
    `  inputs: ${yaml(JSON.stringify(columns))}`,
    `  outputs: ${yaml(JSON.stringify(outputs))}`,
    `utc_time_created: '${created}'`,
    '',
  ];
  return {
    'artifacts/model.bin': bytes,
    'artifacts/config.yaml': text(configuration.join('\n')),
    'input_example.json': text(JSON.stringify({ columns: ['text'], data: examples.map((each) => [each]) })),
    'requirements.txt': text('mlflow\nfasttext\n'),
    // Last: a model is there once this is.
    MLmodel: text(model.join('\n')),
  };
}
