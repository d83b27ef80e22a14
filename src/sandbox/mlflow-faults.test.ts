import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformFile } from './platform-file.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-mlflow-'));
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ folder });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

const tell = async (body?: Record<string, unknown>) => {
  const { url, token } = sandbox.facts.admin;
  const response = await fetch(`${url}/faults`, {
    method: body ? 'POST' : 'DELETE',
    headers: { authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify({ target: 'mlflow', ...body }) }),
  });
  expect(response.status).toBe(200);
};
const search = (headers: Record<string, string> = {}) =>
  fetch(`${sandbox.facts.mlflow.url}/api/2.0/mlflow/registered-models/search`, { headers });

test('the platform file names MLflow and nothing secret of it', () => {
  expect(platformFile(sandbox.facts)).toMatchObject({ mlflow: { url: sandbox.facts.mlflow.url } });
  expect(JSON.stringify(platformFile(sandbox.facts))).not.toContain(sandbox.facts.mlflow.password);
});

test('a password and pages instead of JSON are switched on by the admin, until faults are cleared', async () => {
  expect((await search()).status).toBe(200);
  await tell({ wantsPassword: true });
  expect((await search()).status).toBe(401);
  const { user, password } = sandbox.facts.mlflow;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  expect((await search({ authorization })).status).toBe(200);
  await tell({ wantsPassword: false, answersPages: true });
  expect((await search()).headers.get('content-type')).toContain('text/html');
  await tell({ status: 503, count: 1 });
  expect((await search()).status).toBe(503);
  await tell();
  expect((await search()).headers.get('content-type')).toBe('application/json');
});
