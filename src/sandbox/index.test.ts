import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SandboxFacts } from './facts.ts';
import { readCommand } from './index.ts';

let folder: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-program-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function run(...parameters: string[]) {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'index.ts'), '--folder', folder, ...parameters],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  running.push(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const [first] = (await once(reader, 'line')) as [string];
  return { child, facts: JSON.parse(first) as SandboxFacts, lines };
}

describe('the program', () => {
  test('prints one line of facts, serves, and ends on SIGTERM with all its servers', async () => {
    const file = path.join(folder, 'facts.json');
    const { child, facts, lines } = await run('--facts-file', file);
    expect((await fetch(`${facts.onyxia.url}/api/public/configuration`)).status).toBe(200);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(facts);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    await expect(fetch(facts.onyxia.url)).rejects.toThrow();
  });

  test('comes back at the same addresses with the same people', async () => {
    const first = await run();
    first.child.kill('SIGINT');
    await once(first.child, 'exit');
    const { facts } = await run();
    const { admin: _old, ...before } = first.facts;
    const { admin: _new, ...after } = facts;
    expect(after).toEqual(before);
  });

  test('takes another port where its own is taken meanwhile', async () => {
    const first = await run();
    first.child.kill('SIGTERM');
    await once(first.child, 'exit');
    const thief = createServer().listen(Number(new URL(first.facts.s3.endpoint).port), '127.0.0.1');
    await once(thief, 'listening');
    const { facts } = await run();
    thief.close();
    expect(facts.s3.endpoint).not.toBe(first.facts.s3.endpoint);
    expect(facts.onyxia.url).toBe(first.facts.onyxia.url);
  });

  test('ends with its parent: when its standard input ends', async () => {
    const { child } = await run('--with-parent');
    child.stdin.end();
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });

  test('speaks https as identity provider when told, by its own authority', async () => {
    const { facts } = await run('--secure-identity');
    expect(facts.oidc.issuer).toMatch(/^https:/);
    const text = await new Promise<string>((resolve, reject) => {
      request(
        `${facts.oidc.issuer}/.well-known/openid-configuration`,
        { ca: facts.oidc.certificateAuthority },
        (response) => {
          let body = '';
          response.on('data', (chunk) => (body += String(chunk))).on('end', () => resolve(body));
        },
      )
        .on('error', reject)
        .end();
    });
    expect(JSON.parse(text)).toMatchObject({
      issuer: facts.oidc.issuer,
      token_endpoint: `${facts.oidc.issuer}/token`,
    });
  });

  test('ends with a sentence and code 2 for a setting it does not know', async () => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'index.ts'), '--region', 'moon'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let words = '';
    child.stderr.on('data', (chunk) => (words += String(chunk)));
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(2);
    expect(words).toContain('--region knows no-vault');
  });
});

describe('the command line', () => {
  test('is read', () => {
    expect(
      readCommand([
        '--port',
        '8000',
        '--access-token-seconds',
        '5',
        '--password',
        'alice=a=b',
        '--region',
        'no-vault',
        '--onboarded',
      ]),
    ).toMatchObject({
      port: 8000,
      accessTokenSeconds: 5,
      passwords: { alice: 'a=b' },
      region: ['no-vault'],
      onboarded: true,
      withParent: false,
    });
  });

  test.each([
    ['--port', 'x'],
    ['--password', 'alice'],
    ['--unknown', 'x'],
  ])('%s %s is refused', (...parameters) => {
    expect(() => readCommand(parameters)).toThrow(TypeError);
  });
});
