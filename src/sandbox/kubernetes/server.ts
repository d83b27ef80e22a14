/** The sandbox's Kubernetes: store, API server and authority put together. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createApiServer } from './api-server.ts';
import type { VerifyToken } from './authentication.ts';
import type { Authority } from './authority.ts';
import { seedCluster, type NamespaceSeed } from './cluster-seed.ts';
import { createFaults, type Faults } from './faults.ts';
import type { NodeAgent } from './model.ts';
import { openStore, type ClusterStore } from './object-store.ts';

interface KubernetesOptions {
  /** Where the cluster's state and the administrator's token are kept (mode 0700). */
  folder: string;
  /** 0 picks a free one; a restart that must be found again names the old one. */
  port: number;
  authority: Authority;
  /** Who a bearer token belongs to; undefined when it is not valid. */
  verifyToken: VerifyToken;
  /** The node that runs pods, when it is there already; else `attach` it later. */
  node?: NodeAgent;
  faults?: Faults;
  /** Namespaces to make when they are not there; others can be made later through the store. */
  namespaces?: readonly NamespaceSeed[];
  /** How many changes are remembered for watches, 1,000 unless told. */
  historySize?: number;
}

export interface Kubernetes {
  /** `https://127.0.0.1:<port>`. */
  url: string;
  /** PEM. */
  certificateAuthority: string;
  store: ClusterStore;
  faults: Faults;
  /** The administrator's bearer token. */
  adminToken: string;
  /** Connects the node that runs pods. */
  attach(node: NodeAgent): void;
  /** Writes a kubeconfig (mode 0600) that may do everything; its namespace is the first one given. Answers the path. */
  adminKubeconfig(file: string): Promise<string>;
  /** Saves the state and ends every connection. */
  stop(): Promise<void>;
}

async function keptToken(folder: string): Promise<string> {
  const file = path.join(folder, 'admin-token');
  try {
    const kept = (await readFile(file, 'utf8')).trim();
    if (kept !== '') return kept;
  } catch {
    // Not there yet.
  }
  const token = randomBytes(32).toString('base64url');
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return token;
}

/** Starts the cluster on 127.0.0.1, with the state it had before. Throws when the port is taken or the state is damaged. */
export async function startKubernetes(options: KubernetesOptions): Promise<Kubernetes> {
  const { folder, authority, namespaces = [], faults = createFaults() } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const adminToken = await keptToken(folder);
  const store = openStore(folder, options.historySize);
  const stopSeeding = seedCluster(store, namespaces, authority.certificate);
  let node = options.node;
  const certificate = authority.signServer();
  const api = createApiServer({
    store,
    faults,
    verifyToken: options.verifyToken,
    adminToken,
    node: () => node,
    tls: { key: certificate.key, certificate: certificate.certificate, authority: authority.certificate },
  });
  await new Promise<void>((resolve, reject) => {
    api.server.once('error', reject);
    api.server.listen(options.port, '127.0.0.1', () => {
      api.server.off('error', reject);
      resolve();
    });
  }).catch((error: unknown) => {
    store.stop();
    throw error;
  });
  const url = `https://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
  return {
    url,
    certificateAuthority: authority.certificate,
    store,
    faults,
    adminToken,
    attach: (agent) => {
      node = agent;
    },
    adminKubeconfig: async (file) => {
      const namespace = namespaces[0]?.name ?? 'default';
      const config = kubeconfig({
        url,
        certificateAuthority: authority.certificate,
        token: adminToken,
        namespace,
      });
      await writeFile(file, config, { mode: 0o600 });
      // A file that was there keeps its mode.
      await chmod(file, 0o600);
      return file;
    },
    stop: async () => {
      stopSeeding();
      await api.stop();
      store.stop();
    },
  };
}

/** The text of a kubeconfig with one cluster, one person and one context named `sandbox`. */
export function kubeconfig(entry: {
  url: string;
  certificateAuthority: string;
  token: string;
  namespace: string;
}): string {
  const authorityData = Buffer.from(entry.certificateAuthority).toString('base64');
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'sandbox',
      clusters: [
        { name: 'sandbox', cluster: { server: entry.url, 'certificate-authority-data': authorityData } },
      ],
      users: [{ name: 'sandbox', user: { token: entry.token } }],
      contexts: [
        { name: 'sandbox', context: { cluster: 'sandbox', user: 'sandbox', namespace: entry.namespace } },
      ],
    },
    undefined,
    2,
  )}\n`;
}
