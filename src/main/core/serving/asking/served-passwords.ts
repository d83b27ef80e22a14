/** Passwords of served models and of Argo CD: one a server, in the secret store, sent to that server only. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { failure } from '../../../../shared/contract/errors.ts';
import type { SecretStore } from '../../host.ts';

const Credentials = z.object({ user: z.string(), password: z.string() });
export type Credentials = z.infer<typeof Credentials>;

interface Person {
  readonly platformId: string;
  readonly userName: string;
}

/** How the names of all passwords of a person begin. */
export function secretPrefix({ platformId, userName }: Person): string {
  return `serving/${encodeURIComponent(platformId)}/${encodeURIComponent(userName)}/`;
}

function keyOf(person: Person, address: string): string {
  const server = createHash('sha256').update(new URL(address).origin).digest('hex');
  return `${secretPrefix(person)}${server}`;
}

/** Undefined where none is kept for that server. */
export async function credentialsFor(
  person: Person,
  secrets: SecretStore,
  address: string,
): Promise<Credentials | undefined> {
  if (!URL.canParse(address)) return undefined;
  const kept = await secrets.get(keyOf(person, address));
  if (kept === undefined) return undefined;
  return Credentials.safeParse(JSON.parse(kept)).data;
}

/** An empty password forgets it. @throws Failure `coding-api-insecure` for a password that would go over plain http */
export async function keepCredentials(
  person: Person,
  secrets: SecretStore,
  address: string,
  credentials: Credentials,
): Promise<void> {
  const key = keyOf(person, address);
  if (credentials.password === '') return secrets.delete(key);
  const { protocol, hostname, host } = new URL(address);
  if (protocol !== 'https:' && !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
    throw failure('invalid-input', `${host} would get the password over plain http`, {
      reason: 'coding-api-insecure',
      values: { host },
    });
  await secrets.set(key, JSON.stringify(credentials));
}
