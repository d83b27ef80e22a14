/** What a person pasted instead of signing in, kept as one secret a platform. */
import { z } from 'zod';
import type { SecretStore } from '../host.ts';

export const Pasted = z.object({
  storage: z
    .object({
      credentials: z.object({
        accessKeyId: z.string(),
        secretAccessKey: z.string(),
        sessionToken: z.string().optional(),
        expiresAt: z.number().optional(),
      }),
      endpoint: z.string().optional(),
      region: z.string().optional(),
    })
    .optional(),
  vault: z.object({ url: z.string().optional(), token: z.string() }).optional(),
  kubernetes: z
    .object({ server: z.string(), token: z.string(), user: z.string(), namespace: z.string().optional() })
    .optional(),
});
export type Pasted = z.infer<typeof Pasted>;

export const secretPrefix = (id: string) => `platform/${id}/`;
const pastedKey = (id: string) => `${secretPrefix(id)}pasted`;
const kubeconfigKey = (id: string) => `${secretPrefix(id)}kubeconfig`;

/** A kubeconfig that was imported, with the context that was chosen. */
const KeptKubeconfig = z.object({
  text: z.string(),
  context: z.string(),
  /** A person agreed that the program it names is run. */
  allowProgram: z.boolean().default(false),
});
export type KeptKubeconfig = z.infer<typeof KeptKubeconfig>;

export async function loadPasted(secrets: SecretStore, id: string): Promise<Pasted> {
  return (await readSecret(secrets, pastedKey(id), Pasted)) ?? {};
}

export function savePasted(secrets: SecretStore, id: string, pasted: Pasted): Promise<void> {
  return secrets.set(pastedKey(id), JSON.stringify(pasted));
}

export function loadKubeconfig(secrets: SecretStore, id: string): Promise<KeptKubeconfig | undefined> {
  return readSecret(secrets, kubeconfigKey(id), KeptKubeconfig);
}

export function saveKubeconfig(secrets: SecretStore, id: string, kept: KeptKubeconfig): Promise<void> {
  return secrets.set(kubeconfigKey(id), JSON.stringify(kept));
}

/** Removes every secret of a platform. */
export async function wipeSecrets(secrets: SecretStore, id: string): Promise<void> {
  for (const key of await secrets.keys(secretPrefix(id))) await secrets.delete(key);
}

async function readSecret<T extends z.ZodType>(
  secrets: SecretStore,
  key: string,
  type: T,
): Promise<z.output<T> | undefined> {
  try {
    const text = await secrets.get(key);
    return text === undefined ? undefined : type.safeParse(JSON.parse(text)).data;
  } catch {
    // A keychain that is locked or a secret of another version: as if nothing were there.
    return undefined;
  }
}
