/** A small fastText model, really trained, logged and registered in an MLflow for tests. */
const program = new URL('../../../../resources/sandbox/programs/fasttext-train.mjs', import.meta.url).href;

export const registered = 'codification-naf';

interface Program {
  trainModel(options: { lines: readonly string[]; parameters: object }): Promise<Uint8Array>;
}

/** Trains on lines (`__label__9602A coiffure`). */
export async function trained(lines: readonly string[]): Promise<Uint8Array> {
  const { trainModel } = (await import(program)) as Program;
  const parameters = { DIM: 10, LR: 0.5, EPOCHS: 40, MINN: 3, MAXN: 4, BUCKET: 2_000 };
  return trainModel({ lines, parameters });
}

/** Registers the model as the next version of `codification-naf`; answers its number. */
export async function register(server: string, bytes: Uint8Array, config: string): Promise<string> {
  const call = async (method: string, route: string, body: object | Uint8Array): Promise<unknown> => {
    const response = await fetch(`${server}/api/2.0/${route}`, {
      method,
      body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const text = await response.text();
    if (!response.ok && !text.includes('RESOURCE_ALREADY_EXISTS')) throw new Error(text);
    return text === '' ? {} : JSON.parse(text);
  };
  const { run } = (await call('POST', 'mlflow/runs/create', { experiment_id: '0' })) as {
    run: { info: { run_id: string } };
  };
  const { run_id: id } = run.info;
  const at = `mlflow-artifacts/artifacts/0/${id}/artifacts/model`;
  await call('PUT', `${at}/MLmodel`, Buffer.from('flavors: {}\n'));
  await call('PUT', `${at}/artifacts/model.bin`, bytes);
  await call('PUT', `${at}/artifacts/config.yaml`, Buffer.from(config));
  await call('POST', 'mlflow/registered-models/create', { name: registered });
  const { model_version: made } = (await call('POST', 'mlflow/model-versions/create', {
    name: registered,
    source: `runs:/${id}/model`,
    run_id: id,
  })) as { model_version: { version: string } };
  return made.version;
}

/** Moves the alias `champion`. */
export async function crown(server: string, version: string): Promise<void> {
  const response = await fetch(`${server}/api/2.0/mlflow/registered-models/alias`, {
    method: 'POST',
    body: JSON.stringify({ name: registered, alias: 'champion', version }),
    headers: { 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(await response.text());
}
