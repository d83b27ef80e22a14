/** The identity provider's clients that a platform needs signed in. Pure. */
import { createHash } from 'node:crypto';
import type { IdentityProvider, PlatformFile, StorageProfile } from '../../../shared/contract/platform.ts';
import type { PartName } from '../../../shared/contract/sign-in.ts';

/** As the platform file has it: each field may be missing. */
type Override = { readonly [Name in keyof IdentityProvider]?: IdentityProvider[Name] | undefined };

export interface Client {
  /** Stable name of the client, for its secret. */
  readonly key: string;
  readonly identity: IdentityProvider;
  /** What its tokens open. */
  readonly parts: readonly PartName[];
}

/** A part's client: the platform's own, overridden field by field; undefined where no issuer or client is known. */
export function clientFor(file: PlatformFile, override: Override | undefined): IdentityProvider | undefined {
  const merged = { ...file.oidc, ...override };
  return merged.issuer && merged.clientId ? (merged as IdentityProvider) : undefined;
}

/** A short name for an issuer, client, scope and parameters together. */
export function clientKey({ issuer, clientId, scope, extraQuery }: IdentityProvider): string {
  const parts = [
    issuer.replace(/\/+$/, ''),
    clientId,
    scope ?? '',
    ...Object.entries(extraQuery ?? {}).flat(),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

/** Every client once, the platform's own first; `storage` are the profiles that hold for the person. */
export function clientsOf(
  file: PlatformFile,
  storage: readonly StorageProfile[] = file.storage ?? [],
): Client[] {
  const wanted: [PartName, IdentityProvider | undefined][] = [
    ['identity', file.oidc],
    ['onyxia', file.onyxia && file.oidc],
    ['kubernetes', file.kubernetes && clientFor(file, file.kubernetes.oidc)],
    ...storage
      .filter(({ sts }) => sts)
      .map((profile): [PartName, IdentityProvider | undefined] => ['storage', clientFor(file, profile.oidc)]),
    ['vault', file.vault && clientFor(file, file.vault.oidc)],
  ];
  const clients = new Map<string, Client>();
  for (const [part, identity] of wanted) {
    if (!identity) continue;
    const key = clientKey(identity);
    const parts = [...new Set([...(clients.get(key)?.parts ?? []), part])];
    clients.set(key, { key, identity, parts });
  }
  return [...clients.values()];
}
