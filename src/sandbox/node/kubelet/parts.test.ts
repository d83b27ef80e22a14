import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { textFrom } from '../testing/cluster.ts';
import { expand } from './environment.ts';
import { createImages, fullImageName } from './images.ts';
import { endLeftovers, rememberProcess } from './leftovers.ts';
import { openLog, parseLogLine } from './log-file.ts';
import { logFile } from './log-files.ts';
import { loggedId, streamLog } from './logs.ts';
import { waitingFacts } from './pod-status.ts';
import { inside } from './volumes.ts';

const programs = path.join(import.meta.dirname, '..', '..', '..', '..', 'resources', 'sandbox', 'programs');
const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('$(NAME) takes the value of a known variable, an unknown one and an escaped one stay', () => {
  expect(expand('a$(ONE)b $(TWO) $$(ONE) $ONE', { ONE: '1' })).toBe('a1b $(TWO) $(ONE) $ONE');
});

test('image names are completed as the container runtime writes them', () => {
  expect(['nginx', 'lab/ide:1', 'ghcr.test/a/b@sha256:0', 'localhost/x'].map(fullImageName)).toEqual([
    'docker.io/library/nginx:latest',
    'docker.io/lab/ide:1',
    'ghcr.test/a/b@sha256:0',
    'localhost/x:latest',
  ]);
});

test('the image with Jupyter is there only where Jupyter is installed', () => {
  expect(createImages(folder, folder).find('sandbox/jupyter:1')).toEqual({
    failure: expect.stringContaining('the program jupyter is not installed on this machine') as string,
  });
  expect(createImages(folder, folder).find('constructor')).toHaveProperty('failure');
});

test('a path given by a pod never leads out of its folder', () => {
  expect(['/a/b', '../../etc', '/a/../../..', 'a\\..\\..\\b'].map((given) => inside('/pod', given))).toEqual([
    '/pod/a/b',
    '/pod/etc',
    '/pod',
    '/pod/b',
  ]);
});

describe('logs', () => {
  const id = 'one';
  const read = (options: object) =>
    streamLog(
      folder,
      id,
      { container: 'main', follow: false, previous: false, timestamps: false, ...options },
      () => false,
      new AbortController().signal,
    );

  test('are cut by lines, by bytes and by time, with times where asked for', async () => {
    const log = openLog(logFile(folder, 'main', id));
    log.take(Readable.from([Buffer.from('one\ntw'), Buffer.from('o\nthrée\nrest')]), 'stdout');
    await new Promise((resolve) => setImmediate(resolve));
    await log.end();
    expect(await textFrom(read({}))).toBe('one\ntwo\nthrée\nrest\n');
    expect(await textFrom(read({ tailLines: 2 }))).toBe('thrée\nrest\n');
    expect(await textFrom(read({ limitBytes: 5 }))).toBe('one\nt');
    expect(await textFrom(read({ tailLines: 0 }))).toBe('');
    expect(await textFrom(read({ sinceTime: '2100-01-01T00:00:00Z' }))).toBe('');
    expect(await textFrom(read({ sinceSeconds: 3600, tailLines: 1, timestamps: true }))).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z rest\n$/,
    );
  });

  test('a line without end is joined to the next', () => {
    expect(parseLogLine('2026-11-20T09:57:32.123000000Z stderr P half')).toEqual({
      time: '2026-11-20T09:57:32.123000000Z',
      text: 'half',
    });
    expect(parseLogLine('no log line')).toBeUndefined();
  });

  test('of what has not started are refused in the words of the kubelet', () => {
    const facts = waitingFacts('ContainerCreating');
    const ask = (previous: boolean) => () => loggedId(facts, 'pod', { container: 'main', previous });
    expect(ask(false)).toThrow('container "main" in pod "pod" is waiting to start: ContainerCreating');
    expect(ask(true)).toThrow('previous terminated container "main" in pod "pod" not found');
    facts.state = { waiting: { reason: 'ImagePullBackOff' } };
    expect(ask(false)).toThrow(
      'container "main" in pod "pod" is waiting to start: trying and failing to pull image',
    );
  });
});

test('what an earlier node left running is ended, a process that only has the same number is not', async () => {
  const start = (id: string) =>
    spawn('sleep', ['1000'], {
      env: { ...process.env, SANDBOX_CONTAINER: id },
      detached: true,
      stdio: 'ignore',
    });
  const [ours, other] = [start('ours'), start('other')];
  try {
    rememberProcess(path.join(folder, 'pods', 'uid-1'), 'main', { pid: ours.pid!, id: 'ours' });
    rememberProcess(path.join(folder, 'pods', 'uid-1'), 'second', { pid: other.pid!, id: 'someone else' });
    const ended = once(ours, 'exit');
    endLeftovers(path.join(folder, 'pods'));
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(other.exitCode).toBeNull();
  } finally {
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
});

test.skipIf(process.platform === 'win32')(
  'Jupyter is started on the port of the pod, with the password as its token',
  async () => {
    const jupyter = path.join(folder, 'jupyter');
    writeFileSync(jupyter, '#!/bin/sh\necho "$JUPYTER_TOKEN"\nfor each in "$@"; do echo "$each"; done\n', {
      mode: 0o755,
    });
    const images = createImages(programs, folder);
    const found = images.find('sandbox/jupyter:1');
    if (!('image' in found)) throw new Error('not found');
    const [command = '', ...args] = found.image.entrypoint;
    const { stdout } = await promisify(execFile)(command, args, {
      env: { PATH: process.env['PATH'], HOME: folder, PORT: '41234', PASSWORD: 'secret' },
    });
    const [token, ...given] = stdout.trim().split('\n');
    expect(token).toBe('secret');
    expect(given).toEqual(
      expect.arrayContaining([
        'lab',
        '--ip=127.0.0.1',
        '--port=41234',
        `--ServerApp.root_dir=${path.join(folder, 'work')}`,
      ]),
    );
    expect(given.join(' ')).not.toContain('secret');
  },
);
