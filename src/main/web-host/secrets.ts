/** Secrets without a keychain: in memory, or with a passphrase in one encrypted file as well. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { failure } from '../../shared/contract/errors.ts';
import type { SecretStore } from '../core/host.ts';

const Sealed = z.object({
  version: z.literal(1),
  salt: z.string(),
  iv: z.string(),
  tag: z.string(),
  body: z.string(),
});
const Secrets = z.record(z.string(), z.string());

/** Keeps secrets until the process ends. */
export function memorySecrets(): SecretStore {
  return storeOver(new Map(), 'memory', async () => {});
}

/**
 * Keeps secrets in one file (0600) sealed by AES-256-GCM under a key that scrypt (N = 2^17, r = 8, p = 1: OWASP's
 * parameters) makes of the passphrase.
 * @throws Failure `forbidden` when the passphrase does not open the file.
 */
export async function fileSecrets(file: string, passphrase: string): Promise<SecretStore> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const sealed = text === undefined ? undefined : Sealed.parse(JSON.parse(text));
  const salt = sealed ? Buffer.from(sealed.salt, 'base64') : randomBytes(16);
  const key = await derive(passphrase, salt);
  const secrets = sealed ? unseal(sealed, key) : {};
  let writing = Promise.resolve();
  return storeOver(new Map(Object.entries(secrets)), 'file', (values) => {
    const content = seal(Object.fromEntries(values), key, salt);
    writing = writing.then(() => writeWhole(file, content));
    return writing;
  });
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

function derive(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function seal(values: Record<string, string>, key: Buffer, salt: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(JSON.stringify(values), 'utf8'), cipher.final()]);
  const encode = (bytes: Buffer) => bytes.toString('base64');
  return JSON.stringify({
    version: 1,
    salt: encode(salt),
    iv: encode(iv),
    tag: encode(cipher.getAuthTag()),
    body: encode(body),
  });
}

function unseal(sealed: z.infer<typeof Sealed>, key: Buffer): Record<string, string> {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'));
  decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
  try {
    const text =
      decipher.update(Buffer.from(sealed.body, 'base64'), undefined, 'utf8') + decipher.final('utf8');
    return Secrets.parse(JSON.parse(text));
  } catch {
    throw failure('forbidden', 'The passphrase does not open the secrets of this laptop', {
      reason: 'wrong-passphrase',
    });
  }
}

/** A crash leaves the old file or the new one, never half of one. */
async function writeWhole(file: string, content: string): Promise<void> {
  const part = await open(`${file}.part`, 'w', 0o600);
  await part.writeFile(content);
  await part.sync();
  await part.close();
  await rename(`${file}.part`, file);
}
