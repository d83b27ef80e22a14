import { describe, expect, test } from 'vitest';
import { startForTest } from './testing/start.ts';

const artifacts = '/api/2.0/mlflow-artifacts/artifacts';

describe('the artifact proxy', () => {
  test('keeps what is put, lists it one level at a time, and removes it', async () => {
    await using mlflow = await startForTest();
    const accented = `${artifacts}/1/run/artifacts/${encodeURIComponent('é à.txt')}`;
    expect((await mlflow.send('PUT', accented, Buffer.from('ab'))).status).toBe(200);
    expect((await mlflow.send('GET', accented)).headers['content-disposition']).toBe(
      "attachment; filename=e a.txt; filename*=UTF-8''%C3%A9%20%C3%A0.txt",
    );
    await mlflow.send('PUT', `${artifacts}/1/run/artifacts/sub/b.bin`, Buffer.from('abc'));
    expect((await mlflow.send('GET', `${artifacts}?path=1/run/artifacts`)).body).toEqual({
      files: [
        { path: 'sub', is_dir: true },
        { path: 'é à.txt', is_dir: false, file_size: 2 },
      ],
    });
    expect((await mlflow.send('GET', `${artifacts}?path=nope`)).body).toEqual({});
    expect((await mlflow.send('DELETE', `${artifacts}/1/run/artifacts/sub`)).body).toEqual({});
    expect((await mlflow.send('GET', `${artifacts}/1/run/artifacts/sub/b.bin`)).status).toBe(404);
  });

  test('gives ranges of a file', async () => {
    await using mlflow = await startForTest();
    const file = `${artifacts}/m/model.bin`;
    await mlflow.send('PUT', file, Buffer.from('0123456789'));
    const whole = await mlflow.send('GET', file);
    expect(whole).toMatchObject({
      status: 200,
      body: '0123456789',
      headers: { 'content-length': '10', 'accept-ranges': 'bytes' },
    });
    const ask = (range: string, more = {}) => mlflow.send('GET', file, undefined, { range, ...more });
    expect(await ask('bytes=2-4')).toMatchObject({
      status: 206,
      body: '234',
      headers: { 'content-range': 'bytes 2-4/10' },
    });
    expect(await ask('bytes=7-')).toMatchObject({ status: 206, body: '789' });
    expect(await ask('bytes=-2')).toMatchObject({ status: 206, body: '89' });
    expect(await ask('bytes=5-99')).toMatchObject({ status: 206, body: '56789' });
    expect(await ask('bytes=10-')).toMatchObject({ status: 416, headers: { 'content-range': 'bytes */10' } });
    expect(await ask('lines=1-2')).toMatchObject({ status: 400, body: 'Only support bytes range' });
    expect(await ask('bytes=4-2')).toMatchObject({ status: 400 });
    const etag = String(whole.headers['etag']);
    expect((await ask('bytes=2-4', { 'if-range': etag })).status).toBe(206);
    expect(await ask('bytes=2-4', { 'if-range': '"other"' })).toMatchObject({
      status: 200,
      body: '0123456789',
    });
  });

  test('as over a bucket it says no length and gives no ranges', async () => {
    await using mlflow = await startForTest();
    const file = `${artifacts}/m/model.bin`;
    await mlflow.send('PUT', file, Buffer.from('0123456789'));
    mlflow.server.state.streamsArtifacts = true;
    const answer = await mlflow.send('GET', file, undefined, { range: 'bytes=2-4' });
    expect(answer).toMatchObject({ status: 200, body: '0123456789' });
    expect(answer.headers['content-length']).toBeUndefined();
    expect(answer.headers['accept-ranges']).toBeUndefined();
  });

  test('stays within its folder', async () => {
    await using mlflow = await startForTest();
    for (const path of [
      '../x',
      'a/../../x',
      '%2e%2e/x',
      '%252e%252e/x',
      '/etc/passwd',
      'a%5C..%5Cx',
      'a%23b',
    ])
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const { status, body } = await mlflow.send(
          method,
          `${artifacts}/${path}`,
          method === 'PUT' ? Buffer.from('') : undefined,
        );
        expect([method, path, status, body]).toEqual([
          method,
          path,
          400,
          expect.objectContaining({ message: 'Invalid path' }),
        ]);
      }
  });

  test('files of runs and of versions come by the addresses of the pages, too', async () => {
    await using mlflow = await startForTest();
    const { run } = await mlflow.call('POST', 'runs/create', { experiment_id: '0', start_time: 1 });
    const { run_id: id } = (run as { info: Record<string, string> }).info;
    await mlflow.send('PUT', `${artifacts}/0/${id}/artifacts/model/MLmodel`, Buffer.from('flavors: {}'));
    expect(await mlflow.call('GET', `artifacts/list?run_id=${id}&path=model`)).toEqual({
      root_uri: `mlflow-artifacts:/0/${id}/artifacts`,
      files: [{ path: 'model/MLmodel', is_dir: false, file_size: 11 }],
    });
    await mlflow.call('POST', 'registered-models/create', { name: 'm' });
    await mlflow.call('POST', 'model-versions/create', {
      name: 'm',
      source: `runs:/${id}/model`,
      run_id: id,
    });
    for (const address of [
      `/get-artifact?run_uuid=${id}&path=model/MLmodel`,
      '/model-versions/get-artifact?name=m&version=1&path=MLmodel',
    ])
      expect((await mlflow.send('GET', address)).body).toBe('flavors: {}');
  });
});
