/** A version of a model as MLflow lays it out: MLmodel, a pickle, and a fastText file. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** One of the models that the reader is tested with. */
export const modelBytes = (name = 'plain.bin'): Buffer =>
  readFileSync(path.join(import.meta.dirname, '../../../fasttext/testing/models', name));

export const mlmodel = `artifact_path: model
flavors:
  python_function:
    loader_module: mlflow.pyfunc.model
    python_model: python_model.pkl
    artifacts:
      fasttext_model_path: { path: artifacts/run.bin }
      config_path: { path: artifacts/config.yaml }
`;

/** The usual files; the model may be another one. */
export function versionFiles(model: Buffer = modelBytes()): Map<string, Buffer> {
  return new Map([
    ['MLmodel', Buffer.from(mlmodel)],
    ['python_model.pkl', Buffer.from('cos\nsystem\n')],
    ['requirements.txt', Buffer.from('fasttext==0.9.2\n')],
    ['artifacts/config.yaml', Buffer.from('text_feature: libelle\ncategorical_features: [type_, nature]\n')],
    ['artifacts/run.bin', model],
  ]);
}

/** A right model with so many bytes behind it, which the reader passes over. */
export const longModel = (bytes: number): Buffer => Buffer.concat([modelBytes(), Buffer.alloc(bytes, 7)]);
