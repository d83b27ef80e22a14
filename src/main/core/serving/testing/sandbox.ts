/** The sandbox as a program of its own, for what only a whole platform has: Argo CD and what it keeps. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createKubernetesClient, type KubernetesClient } from '../../platform/kubernetes/client.ts';
import { fromKubeconfig } from '../../platform/kubernetes/kubeconfig.ts';
import { directTransport } from '../../platform/kubernetes/testing/direct-transport.ts';

interface Facts {
  readonly argoCd: { readonly namespace: string; readonly url: string };
  readonly coding: { readonly url: string };
  readonly kubernetes: { readonly adminKubeconfig: string };
  readonly people: readonly { readonly name: string; readonly password: string }[];
}

export interface ServingSandbox extends AsyncDisposable {
  readonly facts: Facts;
  /** As its administrator. */
  readonly client: KubernetesClient;
  passwordOf(name: string): string;
}

/** Starts one in a temporary folder. */
export async function startServingSandbox(): Promise<ServingSandbox> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sardonyx-serving-sandbox-'));
  const program = path.join(import.meta.dirname, '../../../../sandbox/index.ts');
  const child = spawn(process.execPath, [program, '--folder', folder, '--with-parent', '--onboarded'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    ended.then(() => {
      throw new Error('The sandbox ended');
    }),
  ]);
  const facts = JSON.parse(line) as Facts;
  const file = facts.kubernetes.adminKubeconfig;
  const access = await fromKubeconfig(await readFile(file, 'utf8'), { folder: path.dirname(file) });
  const transport = directTransport();
  return {
    facts,
    client: createKubernetesClient(access, transport),
    passwordOf: (name) => facts.people.find((one) => one.name === name)?.password ?? '',
    async [Symbol.asyncDispose]() {
      await transport.close();
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
