/** What is built for Electron, run under plain Node: the core's program with its worker, and the sandbox. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildElectron, electronPrograms } from './build-electron.ts';
import { root } from './root.ts';

// Inside of the checkout, so that dependencies are found from there.
const built = path.join(root, '.cache', `electron-${process.pid}`);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-built-'));
  await buildElectron(built);
});
afterAll(async () => {
  await rm(built, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

/** Stands for Electron around the core's program: asks it one thing as a page would, then tells it to stop. */
const around = (settings: object) => `
  import { EventEmitter } from 'node:events';
  import { MessageChannel } from 'node:worker_threads';
  const parent = (process.parentPort = new EventEmitter());
  const host = new MessageChannel();
  const page = new MessageChannel();
  host.port1.on('message', ({ id, call }) => {
    if (call === 'secrets.keys') host.port1.postMessage({ id, value: [] });
    if (call === 'secrets.get') host.port1.postMessage({ id, value: null });
    if (call === 'system.proxy') host.port1.postMessage({ id, value: 'DIRECT' });
    if (call === 'system.resumes') host.port1.postMessage({ id, value: 0 });
  });
  parent.postMessage = (message) => {
    console.log(JSON.stringify(message));
    if (message.kind !== 'ready') return;
    page.port1.on('message', (answer) => {
      console.log(JSON.stringify(answer));
      if (answer.id === 1) page.port1.postMessage({ id: 2, call: 'shell.kept', input: {} });
      else if (answer.id === 2) page.port1.postMessage({ id: 3, call: 'signIn.addSandbox', input: {} });
      else parent.emit('message', { data: { kind: 'stop' }, ports: [] });
    });
    parent.emit('message', { data: { kind: 'pipe' }, ports: [page.port2] });
    page.port1.postMessage({ id: 1, call: 'shell.about', input: {} });
  };
  await import(${JSON.stringify(pathToFileURL(path.join(built, 'electron/core-process.js')).href)});
  parent.emit('message', { data: { kind: 'start', settings: ${JSON.stringify(settings)} }, ports: [host.port2] });`;

describe('the programs of Electron', () => {
  test('are main process, core, preload script and every worker, in one folder', async () => {
    const files = await readdir(path.join(built, 'electron'));
    expect(files).toEqual(
      expect.arrayContaining(['main.js', 'core-process.js', 'preload.cjs', 'database-worker.js']),
    );
    expect(Object.keys(electronPrograms())).toContain('database-worker');
    expect((await readdir(path.join(built, 'sandbox'))).filter((name) => name.startsWith('index'))).toEqual([
      'index.mjs',
    ]);
  });

  test('the preload script is one file that asks for electron alone', async () => {
    const text = await readFile(path.join(built, 'electron/preload.cjs'), 'utf8');
    expect([...text.matchAll(/require\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
    expect(text).not.toMatch(/\bimport\b|\bexport\b/);
    expect(text.length).toBeLessThan(3_000);
  });

  test('the core starts, answers a page, finds its database, starts the sandbox and stops', async () => {
    const settings = {
      folder,
      version: '1.2.3',
      languages: ['en'],
      secretsKept: 'memory',
      blobKey: 'key',
      nodeProgram: process.execPath,
      sandboxProgram: path.join(built, 'sandbox/index.mjs'),
      credentialHelper: path.join(built, 'electron/credential-helper.mjs'),
    };
    // A file: a worker takes over the options of Node, and those of --eval are not for it.
    const program = path.join(folder, 'around.mjs');
    await writeFile(program, around(settings));
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('close', resolve));
    const said: unknown[] = [];
    for await (const line of createInterface(child.stdout)) said.push(JSON.parse(line));
    expect(said).toMatchObject([
      { kind: 'listening' },
      { kind: 'ready' },
      { id: 1, value: { version: '1.2.3', host: 'electron', secretsKept: 'memory', folder } },
      { id: 2, value: expect.any(Array) as unknown },
      { id: 3, value: { id: expect.any(String) as unknown } },
    ]);
    expect(await ended).toBe(0);
  });

  test('the sandbox runs without any of our dependencies beside it', async () => {
    const text = await readFile(path.join(built, 'sandbox/index.mjs'), 'utf8');
    const imports = [...text.matchAll(/^import [^'"]*['"]([^'"]+)['"];?$/gm)].map(([, name]) => name ?? '');
    expect(imports.length).toBeGreaterThan(3);
    const { builtinModules } = await import('node:module');
    expect(imports.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))).toEqual([]);
    expect(text).not.toContain('(import.meta.dirname,');
  });
});
