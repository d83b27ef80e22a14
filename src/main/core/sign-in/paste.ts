/** Signing in by what Onyxia's account page shows: each snippet opens what it can, and is tried before it is kept. */
import { failure } from '../../../shared/contract/errors.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { PartName, Person } from '../../../shared/contract/sign-in.ts';
import type { SecretStore } from '../host.ts';
import { claimsOf } from '../platform/oidc/token-set.ts';
import { readPastedKubeconfig } from './kubeconfig.ts';
import { loadPasted, savePasted, type Pasted } from './pasted.ts';
import { personOf } from './people.ts';
import type { Resources } from './resources.ts';
import { readStorageSnippet, readVaultSnippet } from './snippets.ts';

export interface Paste {
  readonly kubeconfig?: string | undefined;
  readonly storage?: string | undefined;
  readonly vault?: string | undefined;
}

/**
 * Takes the snippets.
 * A refresh token among them (the kubeconfig of Onyxia has one) makes a whole session of its client.
 * @throws Failure `invalid-input` with the field at fault; nothing is kept then.
 */
export async function acceptPaste(options: {
  readonly given: Paste;
  readonly file: PlatformFile;
  readonly resources: Resources;
  readonly secrets: SecretStore;
}): Promise<{ pasted: Pasted; parts: PartName[]; person?: Person; namespace?: string }> {
  const { given, file, resources, secrets } = options;
  const storage = given.storage?.trim() ? readStorageSnippet(given.storage) : undefined;
  const vault = given.vault?.trim() ? readVaultSnippet(given.vault) : undefined;
  const cluster = given.kubeconfig?.trim() ? readPastedKubeconfig(given.kubeconfig) : undefined;
  if (!storage && !vault && !cluster)
    throw failure('invalid-input', 'Nothing was pasted', { reason: 'nothing-pasted' });

  const parts: PartName[] = [];
  let kubernetes: Pasted['kubernetes'];
  let person: Person | undefined;
  if (cluster) {
    const { oidc } = cluster;
    const client = resources.clients.find(
      ({ identity }) =>
        identity.clientId === oidc?.clientId && sameAddress(identity.issuer, oidc?.issuer ?? ''),
    );
    const token = cluster.token ?? oidc?.idToken;
    if (!token)
      throw failure('invalid-input', 'The kubeconfig holds no token', {
        reason: 'no-cluster-token',
        field: 'kubeconfig',
      });
    person = personOf(claimsOf(token)) ?? (cluster.user ? { userName: cluster.user } : undefined);
    if (client && oidc?.refreshToken) {
      const session = resources.session(client);
      await session.accept({
        accessToken: token,
        idToken: token,
        refreshToken: oidc.refreshToken,
        obtainedAt: 0,
        expiresAt: 0,
        bound: false,
      });
      await session.accessToken({ renew: true }).catch(async (error: unknown) => {
        await session.end().catch(() => {});
        throw error;
      });
      parts.push(...client.parts);
    } else if (file.kubernetes) {
      kubernetes = {
        server: cluster.server,
        token,
        user: cluster.user,
        ...(cluster.namespace && { namespace: cluster.namespace }),
      };
      parts.push('kubernetes');
    }
  }
  // MinIO's session token carries the person's claims.
  person ??= storage && personOf(claimsOf(storage.credentials.sessionToken));
  if (storage) parts.push('storage');
  if (vault) parts.push('vault');
  const before = await loadPasted(secrets, file.id);
  const pasted = {
    ...before,
    ...(storage && { storage }),
    ...(vault && { vault }),
    ...(kubernetes && { kubernetes }),
  };
  await savePasted(secrets, file.id, pasted);
  return {
    pasted,
    parts: [...new Set(parts)],
    ...(person && { person }),
    ...(cluster?.namespace && { namespace: cluster.namespace }),
  };
}

function sameAddress(one: string, other: string): boolean {
  return one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
}
