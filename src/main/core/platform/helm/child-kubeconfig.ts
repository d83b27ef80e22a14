/** A kubeconfig for a child process: no token in it, only for its owner's eyes, gone with the child. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { KubernetesAccess } from '../kubernetes/access.ts';
import { createCredentialBroker } from './credential-broker.ts';
import type { CredentialCommand } from './credential-broker.ts';

export interface ChildKubeconfig {
  /** Path of the file, mode 0600. */
  readonly file: string;
  /** For the child's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Why the child got no credential, if it got none. */
  problem(): Failure | undefined;
  remove(): Promise<void>;
}

/** The text of the kubeconfig (as JSON, which is YAML): the cluster's address and authority, and the helper that fetches credentials. */
export function childKubeconfigText(
  access: KubernetesAccess,
  namespace: string,
  helper: CredentialCommand,
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'sardonyx',
    contexts: [{ name: 'sardonyx', context: { cluster: 'sardonyx', user: 'sardonyx', namespace } }],
    clusters: [
      {
        name: 'sardonyx',
        cluster: {
          server: access.server,
          ...(access.certificateAuthority && {
            'certificate-authority-data': Buffer.from(access.certificateAuthority).toString('base64'),
          }),
          ...(access.tlsServerName && { 'tls-server-name': access.tlsServerName }),
        },
      },
    ],
    users: [
      {
        name: 'sardonyx',
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            command: helper.command,
            args: helper.args,
            env: Object.entries(helper.environment ?? {}).map(([name, value]) => ({ name, value })),
            interactiveMode: 'Never',
          },
        },
      },
    ],
  });
}

/** Writes a kubeconfig into `folder` and answers its helper until `remove` is called. */
export async function createChildKubeconfig(
  access: KubernetesAccess,
  namespace: string,
  helper: CredentialCommand,
  folder: string,
): Promise<ChildKubeconfig> {
  const broker = await createCredentialBroker(access);
  const file = path.join(folder, `kubeconfig-${randomUUID()}.json`);
  try {
    await writeFile(file, childKubeconfigText(access, namespace, helper), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    await broker.close();
    throw error;
  }
  return {
    file,
    environment: broker.environment,
    problem: broker.problem,
    async remove() {
      await rm(file, { force: true });
      await broker.close();
    },
  };
}
