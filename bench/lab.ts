/** The real cluster that benchmarks run against: where it is, and a client of it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clusterTransport } from '../src/main/core/cluster-transport.ts';
import { createNetwork } from '../src/main/core/network/network.ts';
import {
  createKubernetesClient,
  type KubernetesClient,
} from '../src/main/core/platform/kubernetes/client.ts';
import { fromKubeconfig } from '../src/main/core/platform/kubernetes/kubeconfig.ts';

interface Facts {
  readonly kubernetes: { readonly adminKubeconfig: string };
}

/**
 * Path of the administrator's kubeconfig, from the facts file that `SARDONYX_FACTS` names, else from the lab in the folder
 * that `SARDONYX_LAB` names. Throws where neither is set or the lab is not up.
 */
export function adminKubeconfig(): string {
  const { SARDONYX_FACTS: file, SARDONYX_LAB: lab } = process.env;
  if (!file && !lab)
    throw new Error(
      'This benchmark needs a real cluster: set SARDONYX_LAB or SARDONYX_FACTS (a file of facts)',
    );
  const text = file
    ? readFileSync(file, 'utf8')
    : execFileSync(path.join(lab ?? '', 'lab'), ['facts'], { encoding: 'utf8', timeout: 30_000 });
  return (JSON.parse(text) as Facts).kubernetes.adminKubeconfig;
}

/** A client that takes the app's own way to the cluster; `close` ends its connections. */
export async function clientOf(
  kubeconfig: string,
): Promise<{ readonly client: KubernetesClient; close(): Promise<void> }> {
  const network = createNetwork({
    host: { folder: os.tmpdir(), clock: Date.now, systemProxy: () => Promise.resolve(undefined) },
    settings: { current: () => ({ mode: 'none' }), onChange: () => () => undefined },
  });
  const source = readFileSync(kubeconfig, 'utf8');
  const access = await fromKubeconfig(source, { folder: path.dirname(kubeconfig) });
  return {
    client: createKubernetesClient(access, clusterTransport(network)),
    close: () => network.close(),
  };
}
