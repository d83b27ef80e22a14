import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { storeNames } from '../../platform/s3/testing/stores.ts';
import { campaignKey } from './campaign-key.ts';
import { standings } from './in-force.ts';
import type { ProgramInput } from './testing/coding-program.ts';
import { openServer, type Server } from './testing/harness.ts';

/** Runs the program until it acknowledged so many decisions, and kills it as the system would; the ids that it printed. */
async function killAfter(count: number, input: ProgramInput): Promise<string[]> {
  const program = path.join(import.meta.dirname, 'testing/coding-program.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(input)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString()));
  const ended = once(child, 'exit');
  const acknowledged: string[] = [];
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === count) child.kill('SIGKILL');
    }
  } finally {
    child.kill('SIGKILL');
  }
  await ended;
  if (acknowledged.length < count) throw new Error(`The program ended: ${complaints}`);
  return acknowledged;
}

describe.each(storeNames())('after kill -9 over %s', (name) => {
  let server: Server;
  let folder: string;
  beforeAll(async () => {
    server = await openServer(name);
  });
  afterAll(() => server[Symbol.asyncDispose]());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sardonyx-killed-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('no decision is lost and none is doubled, however often', async () => {
    const at = await server.campaign('killed', 4, 20);
    const keys = await server.store.endpoint.credentials();
    if (!keys) throw new Error('No keys');
    const input = { id: name, url: server.store.endpoint.profile.endpoint, keys, folder, at };
    const acknowledged: string[] = [];
    for (const count of [1, 7, 13, 24]) acknowledged.push(...(await killAfter(count, input)));

    await using laptop = await server.laptop({ folder });
    await laptop.coding.flush();
    expect(await laptop.context.store.decisions.unsent()).toEqual([]);
    const journal = await laptop.context.store.decisions.entries({ campaign: campaignKey(at) });
    const parts = await laptop.files.decisionParts(at, 'alice');
    const read = await Promise.all(parts.map((part) => laptop.files.readDecisions(at, part)));
    const sent = read.flatMap(({ rows }) => rows);
    const ids = sent.map(({ id }) => id);
    expect(ids.length).toBe(new Set(ids).size);
    expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids)).toEqual(new Set(journal.map(({ id }) => id)));
    expect([...standings(sent).values()].filter(({ kind }) => kind === 'conflict')).toEqual([]);
    expect((await laptop.until(at, () => true)).setAside).toBe(0);
  }, 60_000);
});
