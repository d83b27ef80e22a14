import { describe, expect, test } from 'vitest';
import { credentials, startForTest } from './testing/start.ts';

const artifacts = '/api/2.0/mlflow-artifacts/artifacts';
const anyCall = '/api/2.0/mlflow/registered-models/search';

describe("the sandbox's MLflow", () => {
  test('tells its version and that it is well, under any name', async () => {
    await using mlflow = await startForTest();
    for (const headers of [{}, { host: 'mlflow.default.svc' }]) {
      expect(await mlflow.send('GET', '/version', undefined, headers)).toMatchObject({ body: '3.17.2' });
      expect(await mlflow.send('GET', '/health', undefined, headers)).toMatchObject({
        status: 200,
        body: 'OK',
      });
    }
  });

  test('refuses names that are neither local nor private, and pages of other origins', async () => {
    await using mlflow = await startForTest();
    const asked = async (headers: Record<string, string>, method = 'GET') =>
      (await mlflow.send(method, anyCall, undefined, headers)).status;
    for (const host of [
      'localhost',
      'localhost:5000',
      '127.0.0.1:1',
      '10.0.3.4:5000',
      '172.16.0.9',
      '[::1]:5000',
    ])
      expect([host, await asked({ host })]).toEqual([host, 200]);
    for (const host of ['mlflow.default.svc', 'evil.test', '172.32.0.1', 'localhost.evil.test'])
      expect([host, await asked({ host })]).toEqual([host, 403]);
    expect(await asked({ origin: 'http://evil.test' })).toBe(200);
    expect(await asked({ origin: 'http://evil.test' }, 'POST')).toBe(403);
    expect(await asked({ origin: 'null' }, 'POST')).toBe(403);
    expect(await asked({ origin: 'http://localhost:3000' }, 'POST')).toBe(405);
  });

  test('asks for a password when told to, and answers pages instead of JSON when told to', async () => {
    await using mlflow = await startForTest();
    mlflow.server.state.wantsPassword = true;
    const refused = await mlflow.send('GET', anyCall);
    expect(refused).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Basic realm="mlflow"' } });
    const pair = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
    expect((await mlflow.send('GET', anyCall, undefined, { authorization: `Basic ${pair}` })).status).toBe(
      200,
    );
    expect((await mlflow.send('GET', anyCall, undefined, { authorization: 'Basic eDp5' })).status).toBe(401);
    mlflow.server.state.wantsPassword = false;
    mlflow.server.state.answersPages = true;
    expect(await mlflow.send('GET', anyCall)).toMatchObject({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
  });

  test('faults lie before it', async () => {
    await using mlflow = await startForTest();
    mlflow.faults.set({ status: 503, count: 1 });
    expect((await mlflow.send('GET', anyCall)).status).toBe(503);
    mlflow.faults.set({ cut: true });
    await expect(mlflow.send('GET', anyCall)).rejects.toThrow();
  });

  test('answers below /ajax-api, too, and with pages where there is nothing', async () => {
    await using mlflow = await startForTest();
    expect((await mlflow.send('GET', '/ajax-api/2.0/mlflow/registered-models/search')).status).toBe(200);
    expect(await mlflow.send('GET', '/api/2.0/nope')).toMatchObject({
      status: 404,
      type: 'text/html; charset=utf-8',
    });
    expect(
      await mlflow.send('POST', '/api/2.0/mlflow/runs/search', {}, { 'content-type': 'text/plain' }),
    ).toMatchObject({
      status: 400,
      body: { message: "Bad Request. Content-Type must be one of ['application/json']." },
    });
  });

  test('answers HEAD as GET, and OPTIONS with the methods that there are', async () => {
    await using mlflow = await startForTest();
    expect(await mlflow.send('HEAD', anyCall)).toMatchObject({
      status: 200,
      type: 'application/json',
      body: '',
    });
    expect(await mlflow.send('OPTIONS', '/api/2.0/mlflow/runs/search')).toMatchObject({
      status: 204,
      headers: { allow: 'POST, OPTIONS' },
    });
    expect(await mlflow.send('PUT', anyCall)).toMatchObject({
      status: 405,
      headers: { allow: 'HEAD, GET, OPTIONS' },
    });
  });

  test('keeps everything over a restart', async () => {
    await using mlflow = await startForTest();
    const { experiment_id: id } = await mlflow.call('POST', 'experiments/create', { name: 'kept' });
    await mlflow.call('POST', 'runs/create', { experiment_id: id, run_name: 'kept', start_time: 1 });
    await mlflow.call('POST', 'registered-models/create', { name: 'kept' });
    await mlflow.send('PUT', `${artifacts}/1/x/model.txt`, Buffer.from('kept'));
    await mlflow.restart();
    expect(await mlflow.call('POST', 'runs/search', { experiment_ids: [id] })).toMatchObject({
      runs: [{ info: { run_name: 'kept' } }],
    });
    expect(await mlflow.call('GET', 'registered-models/get?name=kept')).toMatchObject({
      registered_model: { name: 'kept' },
    });
    expect((await mlflow.send('GET', `${artifacts}/1/x/model.txt`)).body).toBe('kept');
    expect(await mlflow.call('GET', 'experiments/get?experiment_id=0')).toMatchObject({
      experiment: { name: 'Default', artifact_location: 'mlflow-artifacts:/0' },
    });
  });

  test('an experiment keeps the bucket that it was made with', async () => {
    await using mlflow = await startForTest();
    const { experiment_id: id } = await mlflow.call('POST', 'experiments/create', {
      name: 'in a bucket',
      artifact_location: 's3://projet-nace/mlflow',
    });
    const { run } = await mlflow.call('POST', 'runs/create', { experiment_id: id, start_time: 1 });
    const { run_id: runId, artifact_uri: address } = (run as { info: Record<string, string> }).info;
    expect(address).toBe(`s3://projet-nace/mlflow/${runId}/artifacts`);
    expect(await mlflow.send('GET', `/api/2.0/mlflow/artifacts/list?run_id=${runId}`)).toMatchObject({
      status: 500,
      body: { message: 'Unable to locate credentials for s3' },
    });
  });
});
