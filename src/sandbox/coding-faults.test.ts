import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { platformFile } from './platform-file.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-coding-'));
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
    ...(body && { body: JSON.stringify({ target: 'coding', ...body }) }),
  });
  expect(response.status).toBe(200);
};
const predict = (headers: Record<string, string> = {}) =>
  fetch(`${sandbox.facts.coding.url}/predict?text_description=coiffure`, { headers });

test('the platform file names the coding API and nothing secret of it', () => {
  expect(platformFile(sandbox.facts)).toMatchObject({ codingApi: { url: sandbox.facts.coding.url } });
  expect(JSON.stringify(platformFile(sandbox.facts))).not.toContain(sandbox.facts.coding.password);
});

test('an older form and a password are asked for by the admin, until faults are cleared', async () => {
  expect((await predict()).status).toBe(405);
  await tell({ dialect: 'predict-2024-02', wantsPassword: true });
  expect((await predict()).status).toBe(401);
  const { user, password } = sandbox.facts.coding;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  expect(await (await predict({ authorization })).json()).toMatchObject({ 1: { code: '9602A' } });
  await tell();
  expect((await predict()).status).toBe(405);
});

test('faults lie before it as before the other servers', async () => {
  await tell({ status: 503, count: 1 });
  expect((await predict()).status).toBe(503);
  expect((await predict()).status).toBe(405);
  await tell({ cut: true });
  await expect(predict()).rejects.toThrow();
  await tell();
});
