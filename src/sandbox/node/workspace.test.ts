import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

const program = path.join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'resources',
  'sandbox',
  'programs',
  'workspace.mjs',
);
const password = 'correct horse';
const signedIn = { authorization: `token ${password}` };
let home: string;
let work: string;
let child: ChildProcess;
let address: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'workspace-test-'));
  work = path.join(home, 'work');
  child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], HOME: home, PASSWORD: password, PORT: '0' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    const found = /listening on (http:\S+),/.exec(line);
    if (found !== null) {
      address = found[1]!;
      break;
    }
  }
  child.stdout!.resume();
});
afterAll(async () => {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  rmSync(home, { recursive: true, force: true });
});

const get = (route: string, headers: Record<string, string> = signedIn) =>
  fetch(`${address}${route}`, { headers, redirect: 'manual' });
const put = (name: string, body: string, headers: Record<string, string>) =>
  fetch(`${address}/api/files/${name}`, { method: 'PUT', body, headers: { ...signedIn, ...headers } });
const run = async (what: object) =>
  (
    await (
      await fetch(`${address}/api/run`, { method: 'POST', headers: signedIn, body: JSON.stringify(what) })
    ).text()
  )
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { stream?: string; text?: string; exit?: number });

/** A request whose path is sent as it is: fetch would take the `..` out. */
function rawGet(route: string): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(address, { path: route, headers: signedIn }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('signing in', () => {
  test('without a session pages lead to the sign-in form and the API answers 401', async () => {
    const page = await get('/', {});
    expect([page.status, page.headers.get('location')]).toEqual([302, '/login?next=%2F']);
    expect((await get('/api/status', {})).status).toBe(401);
    const form = await get('/login', { 'accept-language': 'fr-FR' });
    expect(await form.text()).toContain('Mot de passe');
  });

  test('the form gives a cookie for the right password only, and the cookie opens the page', async () => {
    const post = (given: string) =>
      fetch(`${address}/login`, {
        method: 'POST',
        body: new URLSearchParams({ password: given, next: '/' }),
        redirect: 'manual',
      });
    const refused = await post('wrong');
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
    const accepted = await post(password);
    expect(accepted.status).toBe(302);
    const cookie = accepted.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^workspace-session=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/$/);
    const page = await get('/', { cookie: cookie.split(';')[0]! });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(page.headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  test('a token in the address or in the header signs in as Jupyter does', async () => {
    const byAddress = await get(`/?token=${encodeURIComponent(password)}`, {});
    expect([byAddress.status, byAddress.headers.get('location')]).toEqual([302, './']);
    expect(byAddress.headers.get('set-cookie')).toContain('workspace-session=');
    expect((await get('/?token=wrong', {})).status).toBe(302);
    const status = (await (await get('/api/status')).json()) as Record<string, unknown>;
    expect(status).toEqual({
      started: expect.any(String) as string,
      uptime: expect.any(Number) as number,
      folder: work,
    });
  });

  test('a page of another origin can use neither the cookie nor the sign-in form', async () => {
    const begun = await get(`/?token=${encodeURIComponent(password)}`, {});
    const cookie = begun.headers.get('set-cookie')!.split(';')[0]!;
    const foreign = await fetch(`${address}/api/run`, {
      method: 'POST',
      headers: { cookie, origin: 'http://evil.test' },
      body: '{"command":"id"}',
    });
    expect(foreign.status).toBe(403);
    const form = await fetch(`${address}/login`, {
      method: 'POST',
      headers: { origin: 'http://evil.test' },
      body: new URLSearchParams({ password }),
      redirect: 'manual',
    });
    expect(form.status).toBe(401);
  });

  test('a sign-in never leads to another site', async () => {
    const answer = await fetch(`${address}/login`, {
      method: 'POST',
      body: new URLSearchParams({ password, next: '//evil.test/' }),
      redirect: 'manual',
    });
    expect(answer.headers.get('location')).toBe('./');
  });
});

describe('files', () => {
  test('a file is created, read with its tag, and saved by who has seen its last version', async () => {
    expect((await put('analysis/first.py', 'print(1)\n', { 'if-none-match': '*' })).status).toBe(201);
    const read = await get('/api/files/analysis/first.py');
    expect(await read.text()).toBe('print(1)\n');
    const tag = read.headers.get('etag')!;
    expect((await put('analysis/first.py', 'print(2)\n', { 'if-match': tag })).status).toBe(200);
    expect((await put('analysis/first.py', 'print(3)\n', { 'if-match': tag })).status).toBe(412);
    expect((await put('analysis/first.py', 'print(3)\n', {})).status).toBe(428);
    expect((await put('analysis/first.py', '', { 'if-none-match': '*' })).status).toBe(412);
    expect(readFileSync(path.join(work, 'analysis', 'first.py'), 'utf8')).toBe('print(2)\n');
    const tree = (await (await get('/api/files')).json()) as { entries: unknown[] };
    expect(tree.entries).toContainEqual({
      name: 'analysis',
      path: 'analysis',
      folder: true,
      entries: [{ name: 'first.py', path: 'analysis/first.py', folder: false }],
    });
  });

  test('nothing outside of the work folder can be read, written or run', async () => {
    writeFileSync(path.join(home, 'secret.txt'), 'secret');
    mkdirSync(path.join(home, 'elsewhere'));
    symlinkSync(path.join(home, 'secret.txt'), path.join(work, 'link.txt'));
    symlinkSync(path.join(home, 'elsewhere'), path.join(work, 'door'));
    symlinkSync(path.join(home, 'not-there'), path.join(work, 'dangling'));
    for (const route of [
      '..%2Fsecret.txt',
      'analysis%2F..%2F..%2Fsecret.txt',
      'link.txt',
      '%2Fetc%2Fpasswd',
    ]) {
      expect([400, 403]).toContain((await get(`/api/files/${route}`)).status);
    }
    // Plain dots are taken out of the address before it names a file.
    expect([400, 403, 404]).toContain(await rawGet('/api/files/../../secret.txt'));
    for (const name of ['..%2Fnew.txt', 'door%2Fnew.txt', 'dangling', 'door%2Fdeeper%2Fnew.txt']) {
      expect((await put(name, 'x', { 'if-none-match': '*' })).status).toBe(403);
    }
    expect(
      ['new.txt', 'elsewhere/new.txt', 'elsewhere/deeper', 'not-there'].filter((name) =>
        existsSync(path.join(home, name)),
      ),
    ).toEqual([]);
    expect(
      (
        await fetch(`${address}/api/run`, {
          method: 'POST',
          headers: signedIn,
          body: JSON.stringify({ path: '../secret.txt' }),
        })
      ).status,
    ).toBe(403);
  });

  test('what is no text, or too much of it, is not opened', async () => {
    writeFileSync(path.join(work, 'table.parquet'), Buffer.from([80, 65, 82, 0, 49]));
    expect((await get('/api/files/table.parquet')).status).toBe(415);
    writeFileSync(path.join(work, 'large.csv'), 'x'.repeat(3 * 2 ** 20));
    expect((await get('/api/files/large.csv')).status).toBe(413);
    expect((await put('huge.csv', 'x'.repeat(3 * 2 ** 20), { 'if-none-match': '*' })).status).toBe(413);
  });
});

describe('running', () => {
  test('a file is run by its interpreter, and its words and exit code come back', async () => {
    await put('count.mjs', 'console.log(6 * 7); console.error("careful"); process.exit(5);\n', {
      'if-none-match': '*',
    });
    const said = await run({ path: 'count.mjs' });
    expect(
      said
        .filter(({ stream }) => stream === 'stdout')
        .map(({ text }) => text)
        .join(''),
    ).toBe('42\n');
    expect(
      said
        .filter(({ stream }) => stream === 'stderr')
        .map(({ text }) => text)
        .join(''),
    ).toBe('careful\n');
    expect(said.at(-1)).toEqual({ exit: 5 });
  });

  test('a command runs in the work folder', async () => {
    expect((await run({ command: 'pwd' }))[0]).toEqual({ stream: 'stdout', text: `${work}\n` });
  });

  test('what a program says arrives while it runs, and hanging up stops it with its children', async () => {
    const stop = new AbortController();
    const answer = await fetch(`${address}/api/run`, {
      method: 'POST',
      headers: signedIn,
      signal: stop.signal,
      body: JSON.stringify({ command: 'echo $$; sleep 600; echo never' }),
    });
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    const first = JSON.parse((await reader.read()).value!) as { text: string };
    while (!commandsBelow(Number(first.text)).includes('sleep 600'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort();
    while (commandsBelow(Number(first.text)).length > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
  });

  test('a file without an interpreter says so', async () => {
    await put('notes.txt', 'x', { 'if-none-match': '*' });
    const answer = await fetch(`${address}/api/run`, {
      method: 'POST',
      headers: signedIn,
      body: '{"path":"notes.txt"}',
    });
    expect([answer.status, await answer.json()]).toEqual([422, { error: 'no-interpreter' }]);
  });
});

test('the heartbeat comes over a WebSocket to who is signed in, and to nobody else', async () => {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/live`, { headers: signedIn });
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(message.toString())).toMatchObject({
    started: expect.any(String) as string,
    time: expect.any(String) as string,
  });
  socket.close();
  await once(socket, 'close');
  const refused = new WebSocket(`${address.replace('http', 'ws')}/api/live`);
  const [, answer] = (await once(refused, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(answer.statusCode).toBe(401);
});

/** The command lines of a process and its children, as Linux tells them; zombies have none. */
function commandsBelow(pid: number): string[] {
  const line = (each: number | string) =>
    readFileSync(`/proc/${each}/cmdline`, 'utf8').split('\0').join(' ').trim();
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean);
    return [line(pid), ...children.map(line)].filter(Boolean);
  } catch {
    return [];
  }
}
