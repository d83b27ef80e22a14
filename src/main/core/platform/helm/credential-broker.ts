/** Gives a child's exec plugin a fresh credential over a local socket, so that no token ever lies in a file. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { KubernetesAccess } from '../kubernetes/access.ts';

/** Environment variables that the helper program reads: where to ask, and the secret to show there. */
export const SOCKET_VARIABLE = 'SARDONYX_CREDENTIAL_SOCKET';
export const SECRET_VARIABLE = 'SARDONYX_CREDENTIAL_SECRET';

/** The helper that a kubeconfig names: `credential-helper.mjs` run by a Node, or whatever the host brings with the same behaviour. */
export interface CredentialCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CredentialBroker {
  /** To be put into the child's environment, not on its command line. */
  readonly environment: Readonly<Record<string, string>>;
  /** Why the last credential could not be given, which is then why the child failed. */
  problem(): Failure | undefined;
  close(): Promise<void>;
}

/** An `ExecCredential` of this moment (client.authentication.k8s.io/v1). */
async function credential(access: KubernetesAccess): Promise<string> {
  const token = await access.token?.();
  const certificate = access.clientCertificate;
  return JSON.stringify({
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: {
      ...(token && { token }),
      ...(certificate && { clientCertificateData: certificate.certificate, clientKeyData: certificate.key }),
    },
  });
}

/** Reads up to the end of a line, or as much as a secret is long. */
function readSecret(socket: net.Socket, length: number): Promise<Buffer> {
  return new Promise((resolve) => {
    let asked = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      asked = Buffer.concat([asked, chunk]);
      if (asked.length >= length) resolve(asked.subarray(0, length));
    });
    socket.once('end', () => resolve(asked));
  });
}

/**
 * Listens on a Unix socket in a folder of its own (0700; a named pipe on Windows) until it is closed. Who shows the secret
 * gets a credential, as often as asked: helm starts its plugin again when a token has expired.
 */
export async function createCredentialBroker(access: KubernetesAccess): Promise<CredentialBroker> {
  const secret = randomBytes(32).toString('hex');
  const windows = process.platform === 'win32';
  const folder = windows ? undefined : await mkdtemp(path.join(os.tmpdir(), 'sardonyx-'));
  const address =
    folder === undefined
      ? `\\\\.\\pipe\\sardonyx-${randomBytes(16).toString('hex')}`
      : path.join(folder, 'credential');
  const open = new Set<net.Socket>();
  let problem: Failure | undefined;
  const answer = async (socket: net.Socket): Promise<void> => {
    const expected = Buffer.from(secret);
    const shown = await readSecret(socket, expected.length);
    if (shown.length !== expected.length || !timingSafeEqual(shown, expected)) return void socket.destroy();
    try {
      socket.end(`${await credential(access)}\n`);
    } catch (error) {
      problem = isFailure(error)
        ? error
        : failure('signed-out', 'There is no credential for the cluster', { words: String(error) });
      socket.end(`${JSON.stringify({ error: problem.message })}\n`);
    }
  };
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
    socket.setTimeout(10_000, () => socket.destroy());
    answer(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  return {
    environment: { [SOCKET_VARIABLE]: address, [SECRET_VARIABLE]: secret },
    problem: () => problem,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
