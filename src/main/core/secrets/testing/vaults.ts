/** Vault for tests: the sandbox's, and the lab's where there is one. The same tests run over each, signed in as alice. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformFile } from '../../../../shared/contract/platform.ts';
import { testNetwork } from '../../network/testing/test-network.ts';
import type { Network } from '../../network/network.ts';
import { lab, labFacts } from '../../platform/oidc/testing/lab.ts';
import { createVaultClient, type VaultClient } from '../../platform/vault/client.ts';
import { startTestSandbox } from '../../sign-in/testing/sandbox.ts';
import { stepsOf, testLaptop } from '../../sign-in/testing/test-sign-in.ts';
import { openDatabases } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';

export interface TestVault extends AsyncDisposable {
  readonly client: VaultClient;
  /** Alice's own folder. */
  readonly folder: string;
  readonly network: Network;
  readonly store: Store;
  /** Another program with alice's token: asks for a path below `/v1/` and the mount; throws unless it is allowed. */
  raw(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The sandbox alone. */
  fault(fault: Record<string, unknown>): Promise<void>;
  clearFaults(): Promise<void>;
}

/** `describe.each(vaultNames())('over %s', ...)`. */
export function vaultNames(): ('sandbox' | 'Vault')[] {
  return lab ? ['sandbox', 'Vault'] : ['sandbox'];
}

/** Signs in; dispose of it at the end. */
export async function openVault(name: 'sandbox' | 'Vault'): Promise<TestVault> {
  const folder = await mkdtemp(join(tmpdir(), 'sardonyx-secrets-'));
  const databases = openDatabases(folder);
  const opened = name === 'sandbox' ? await overSandbox() : await overLab();
  return {
    ...opened,
    store: databases.open('app'),
    raw: async (method, path, body) => {
      const { client, network } = opened;
      const response = await network.fetch(`${client.url}/v1/${client.mount}/${path}`, {
        method,
        headers: { 'x-vault-token': await client.token(), 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status}: ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
    async [Symbol.asyncDispose]() {
      await opened.end();
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Opened = Omit<TestVault, 'raw' | 'store' | typeof Symbol.asyncDispose> & { end(): Promise<void> };

async function overSandbox(): Promise<Opened> {
  const sandbox = await startTestSandbox();
  const laptop = await testLaptop();
  const signIn = await laptop.start();
  const once = { signal: AbortSignal.timeout(60_000) };
  const { file } = await signIn.handlers.discover({ address: sandbox.facts.onyxia.url }, once);
  const { id } = await signIn.handlers.addPlatform({ file: PlatformFile.parse(file) }, once);
  laptop.person(sandbox.person.name, sandbox.person.password);
  await stepsOf(signIn, id, 'browser');
  const access = signIn.access.current();
  if (!access?.vault) throw new Error('The sandbox gave no Vault');
  return {
    client: access.vault,
    folder: access.vaultFolder,
    network: access.network,
    fault: (fault) => sandbox.fault({ target: 'vault', ...fault }),
    clearFaults: () => sandbox.clear(),
    end: async () => {
      await laptop[Symbol.asyncDispose]();
      await sandbox.stop();
    },
  };
}

async function overLab(): Promise<Opened> {
  const facts = labFacts();
  const made = await testNetwork({ authorities: [facts.oidc.certificateAuthority] });
  const jwt = async () => {
    const person = facts.people.find((one) => one.name === 'alice');
    const response = await made.network.fetch(`${facts.oidc.issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: facts.oidc.clientId,
        username: 'alice',
        password: person?.password ?? '',
        scope: 'openid',
      }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  };
  return {
    client: createVaultClient({ settings: facts.vault, network: made.network, jwt, clock: Date.now }),
    folder: 'alice',
    network: made.network,
    fault: () => Promise.reject(new Error('Only the sandbox can be told to fail')),
    clearFaults: async () => {},
    end: async () => {
      await made[Symbol.asyncDispose]();
    },
  };
}
