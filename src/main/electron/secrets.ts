/** Secrets in one file that only the system's keychain opens; in memory where the system has none. */
import { access, open, readFile, rename } from 'node:fs/promises';
import { safeStorage } from 'electron';
import { z } from 'zod';
import type { SecretStore } from '../core/host.ts';

/** Backends of Linux that would seal with a password that everyone knows. */
const unsafe = new Set(['basic_text', 'unknown']);

/** True when what is sealed can be opened by this person's keychain alone. */
export async function hasKeychain(platform: NodeJS.Platform): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  return platform !== 'linux' || !unsafe.has(safeStorage.getSelectedStorageBackend());
}

/**
 * Opens the secrets. Without a keychain they end with the process, and `kind` says so. A file that does not open any
 * more (another keychain, a damaged disk) is set aside, never overwritten.
 */
export async function openSecrets(file: string, platform: NodeJS.Platform): Promise<SecretStore> {
  if (!(await hasKeychain(platform).catch(() => false)))
    return storeOver(new Map(), 'memory', async () => {});
  const { values, isStale } = await readSealed(file);
  let writing = Promise.resolve();
  const save = (current: ReadonlyMap<string, string>) => {
    const text = JSON.stringify(Object.fromEntries(current));
    const written = writing.then(async () => writeWhole(file, await safeStorage.encryptStringAsync(text)));
    writing = written.catch(() => {});
    return written;
  };
  if (isStale) await save(values);
  return storeOver(values, 'keychain', save);
}

async function readSealed(file: string): Promise<{ values: Map<string, string>; isStale: boolean }> {
  let sealed: Buffer;
  try {
    sealed = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { values: new Map(), isStale: false };
    throw error;
  }
  try {
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed);
    const values = z.record(z.string(), z.string()).parse(JSON.parse(result));
    return { values: new Map(Object.entries(values)), isStale: shouldReEncrypt };
  } catch {
    await rename(file, await freeName(`${file}.unreadable`));
    return { values: new Map(), isStale: false };
  }
}

async function freeName(name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const candidate = `${name}-${number}`;
    const isThere = await access(candidate).then(
      () => true,
      () => false,
    );
    if (!isThere) return candidate;
  }
}

function storeOver(
  values: Map<string, string>,
  kind: SecretStore['kind'],
  save: (values: ReadonlyMap<string, string>) => Promise<void>,
): SecretStore {
  return {
    kind,
    get: async (key) => values.get(key),
    set: async (key, value) => {
      values.set(key, value);
      await save(values);
    },
    delete: async (key) => {
      if (values.delete(key)) await save(values);
    },
    keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/** A crash leaves the old file or the new one, never half of one. */
async function writeWhole(file: string, content: Buffer): Promise<void> {
  const part = await open(`${file}.part`, 'w', 0o600);
  try {
    await part.writeFile(content);
    await part.sync();
  } finally {
    await part.close();
  }
  await rename(`${file}.part`, file);
}
