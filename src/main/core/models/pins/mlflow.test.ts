import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { testNetwork } from '../../network/testing/test-network.ts';
import { createMlflowClient } from '../../platform/mlflow/mlflow-client.ts';
import { mlflowRequests } from '../../platform/mlflow/requests.ts';
import { networkTransport } from '../../platform/mlflow/transport.ts';
import { mlflowNames, openMlflow, rest, uniqueName } from '../testing/mlflow-servers.ts';
import { openLaptop, signal } from './testing/laptop.ts';
import { longModel, versionFiles } from './testing/sample-model.ts';

describe.each(mlflowNames())('the artifact proxy of %s', (server) => {
  let url = '';
  beforeAll(async () => {
    const mlflow = await openMlflow(server);
    ({ url } = mlflow);
    return () => mlflow[Symbol.asyncDispose]();
  });

  async function laptopOf() {
    const { network, ...connection } = await testNetwork();
    const transport = networkTransport(network, new URL(url));
    const client = createMlflowClient(mlflowRequests({ transport, headers: async () => ({}) }));
    const laptop = await openLaptop({ client });
    onTestFinished(async () => {
      await laptop[Symbol.asyncDispose]();
      await connection[Symbol.asyncDispose]();
    });
    return laptop;
  }

  test('a version with a fastText file is kept, byte by byte', async () => {
    const name = uniqueName('pinned');
    const bytes = longModel(9 * 1024 ** 2);
    const { experiment_id } = await rest(url, 'POST', 'experiments/create', { name });
    onTestFinished(() => rest(url, 'POST', 'experiments/delete', { experiment_id }).then(() => {}));
    const { run } = (await rest(url, 'POST', 'runs/create', { experiment_id })) as {
      run: { info: { run_id: string; artifact_uri: string } };
    };
    const source = `${run.info.artifact_uri}/model`;
    for (const [path, body] of versionFiles(bytes)) {
      const below = source.replace('mlflow-artifacts:/', 'api/2.0/mlflow-artifacts/artifacts/');
      const answer = await fetch(`${url}/${below}/${path}`, { method: 'PUT', body: Uint8Array.from(body) });
      expect(answer.ok).toBe(true);
    }
    await rest(url, 'POST', 'registered-models/create', { name });
    onTestFinished(() => rest(url, 'DELETE', 'registered-models/delete', { name }).then(() => {}));
    await rest(url, 'POST', 'model-versions/create', { name, source, run_id: run.info.run_id });
    const laptop = await laptopOf();
    const { id } = await laptop.pins.handlers.pin({ server: 's', name, version: '1' }, { signal });
    expect(await laptop.pinIn(id, 'ready', 'failed')).toMatchObject({
      state: 'ready',
      flavours: ['mlflow.pyfunc.model', 'fasttext'],
    });
    expect((await readFile((await laptop.pins.ready(id)).file)).equals(bytes)).toBe(true);
  });

  if (server === 'MLflow')
    test('a model of scikit-learn is kept with what describes it, and says why it does not run here', async () => {
      const laptop = await laptopOf();
      const { id } = await laptop.pins.handlers.pin(
        { server: 's', name: 'nace-classifier', version: '1' },
        { signal },
      );
      const pin = await laptop.pinIn(id, 'ready', 'failed');
      expect(pin).toMatchObject({ state: 'ready', whyNot: { code: 'unsupported' } });
      expect(pin.flavours.length).toBeGreaterThan(0);
    });
});
