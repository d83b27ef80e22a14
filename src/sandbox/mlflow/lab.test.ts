import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startMlflow } from './server.ts';
import { exchange } from './testing/exchanges.ts';
import { mlflowSender } from './testing/sender.ts';

const lab = process.env['SARDONYX_LAB'];

test.skipIf(!lab)(
  "the real MLflow answers as the sandbox's does (needs SARDONYX_LAB)",
  async () => {
    const facts = JSON.parse(execFileSync(join(lab ?? '', 'lab'), ['facts'], { encoding: 'utf8' })) as {
      mlflow: { url: string };
    };
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-mlflow-'));
    const server = await startMlflow({ folder, port: 0, credentials: { user: 'u', password: 'p' } });
    try {
      const ours = await exchange(mlflowSender(server.url));
      const theirs = await exchange(mlflowSender(facts.mlflow.url));
      for (const [name, answer] of Object.entries(theirs))
        expect({ [name]: ours[name] }).toEqual({ [name]: answer });
      expect(Object.keys(ours)).toEqual(Object.keys(theirs));
    } finally {
      await server.stop();
      await rm(folder, { recursive: true });
    }
  },
  120_000,
);
