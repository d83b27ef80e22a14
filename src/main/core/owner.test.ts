import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeFolder } from './owner.ts';

let folder: string;
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'sardonyx-owner-')), 'data');
});
afterEach(() => rm(path.dirname(folder), { recursive: true }));

const lock = (pid: number) =>
  writeFile(path.join(folder, 'owner.json'), JSON.stringify({ pid, port: 41, controlKey: 'k' }));

test('the first takes the folder, closed to others, and a living one keeps it', async () => {
  const first = await takeFolder(folder);
  expect(first.kind).toBe('owner');
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const other = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
  try {
    await once(other, 'spawn');
    await lock(other.pid ?? 0);
    expect(await takeFolder(folder)).toMatchObject({ kind: 'taken', by: { port: 41, pid: other.pid } });
  } finally {
    other.kill();
    await once(other, 'exit');
  }
  expect((await takeFolder(folder)).kind).toBe('owner');
});

test('a lock that a crash cut short is taken over', async () => {
  await takeFolder(folder);
  await writeFile(path.join(folder, 'owner.json'), '{"pid": 1');
  expect((await takeFolder(folder)).kind).toBe('owner');
});
