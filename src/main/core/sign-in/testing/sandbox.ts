/** The sandbox as a child process, as the app meets it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const Facts = z.object({
  oidc: z.object({ issuer: z.string(), clientId: z.string() }),
  onyxia: z.object({ url: z.string() }),
  kubernetes: z.object({ server: z.string(), certificateAuthority: z.string(), adminKubeconfig: z.string() }),
  s3: z.object({ endpoint: z.string() }),
  vault: z.object({ url: z.string(), mount: z.string() }),
  admin: z.object({ url: z.string(), token: z.string() }),
  people: z
    .array(z.object({ name: z.string(), password: z.string(), namespaces: z.array(z.string()) }))
    .min(1),
});

export interface TestSandbox {
  readonly facts: z.infer<typeof Facts>;
  readonly person: { readonly name: string; readonly password: string };
  /** Sets a fault; see the sandbox's admin address. */
  fault(fault: Record<string, unknown>): Promise<void>;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one in a temporary folder. */
export async function startTestSandbox(...settings: string[]): Promise<TestSandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'sardonyx-sandbox-'));
  const program = join(import.meta.dirname, '../../../../sandbox/index.ts');
  const child = spawn(process.execPath, [program, '--folder', folder, '--with-parent', ...settings], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (bytes: Buffer) => (complaints += bytes.toString()));
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    once(child, 'exit').then(() => {
      throw new Error(`The sandbox ended: ${complaints}`);
    }),
  ]);
  const facts = Facts.parse(JSON.parse(line));

  async function tell(method: string, path: string, body?: unknown): Promise<void> {
    const response = await fetch(new URL(path, facts.admin.url), {
      method,
      headers: { authorization: `Bearer ${facts.admin.token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`);
  }

  return {
    facts,
    person: facts.people[0] as { name: string; password: string },
    fault: (fault) => tell('POST', '/faults', fault),
    clear: () => tell('DELETE', '/faults'),
    async stop() {
      if (child.exitCode === null) {
        child.stdin.end();
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
