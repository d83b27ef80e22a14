/** The lab's cluster, for tests that need a real one. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createKubernetesClient } from '../client.ts';
import type { KubernetesClient } from '../client.ts';
import { fromKubeconfig } from '../kubeconfig.ts';
import type { KubeconfigAccess } from '../kubeconfig.ts';
import { directTransport } from './direct-transport.ts';
import type { DirectTransport } from './direct-transport.ts';

export const labFolder = process.env['SARDONYX_LAB'];

interface LabFacts {
  readonly charts: string;
  readonly kubernetes: { readonly adminKubeconfig: string };
}

export interface Lab {
  readonly facts: LabFacts;
  readonly access: KubeconfigAccess;
  readonly transport: DirectTransport;
  readonly client: KubernetesClient;
  readonly kubeconfig: string;
}

/** The lab as its administrator; close the transport in the end. */
export async function openLab(): Promise<Lab> {
  const facts = JSON.parse(
    execFileSync(path.join(labFolder ?? '', 'lab'), ['facts'], { encoding: 'utf8' }),
  ) as LabFacts;
  const kubeconfig = facts.kubernetes.adminKubeconfig;
  const access = await fromKubeconfig(readFileSync(kubeconfig, 'utf8'), { folder: path.dirname(kubeconfig) });
  const transport = directTransport();
  return { facts, access, transport, client: createKubernetesClient(access, transport), kubeconfig };
}

/** A namespace of its own for a test; `remove` deletes it without waiting. */
export async function makeNamespace(
  client: KubernetesClient,
): Promise<{ name: string; remove(): Promise<void> }> {
  const name = `test-${Math.random().toString(36).slice(2, 10)}`;
  await client.request('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
  return { name, remove: async () => void (await client.request('DELETE', `/api/v1/namespaces/${name}`)) };
}
