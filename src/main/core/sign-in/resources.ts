/** The adapters of one platform for one person, made from its file, its sessions and what was pasted. */
import { failure } from '../../../shared/contract/errors.ts';
import type { IdentityProvider, PlatformFile, StorageProfile } from '../../../shared/contract/platform.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network/network.ts';
import { createOnyxiaClient, type OnyxiaClient } from '../platform/onyxia/client.ts';
import { identityOf } from '../platform/onyxia/identity.ts';
import { storageProfiles } from '../platform/onyxia/storage-profiles.ts';
import { s3Of, type Configuration, type Region } from '../platform/onyxia/types.ts';
import { createProvider } from '../platform/oidc/provider.ts';
import { createOidcSession, type OidcSession } from '../platform/oidc/session.ts';
import { createFixedProfile, createStsProfile, type StsProfile } from '../platform/s3/sts.ts';
import { createVaultClient, type VaultClient } from '../platform/vault/client.ts';
import { clientFor, clientKey, clientsOf, type Client } from './clients.ts';
import { secretPrefix, type Pasted } from './pasted.ts';

export interface Resources {
  /** Those to sign in, the platform's own first. */
  readonly clients: readonly Client[];
  session(client: Pick<Client, 'key' | 'identity'>): OidcSession;
  sessionFor(identity: IdentityProvider | undefined): OidcSession | undefined;
  /** The platform's own session, if it has an identity provider. */
  readonly main: OidcSession | undefined;
  readonly onyxia: OnyxiaClient | undefined;
  readonly vault: VaultClient | undefined;
  readonly storage: readonly StsProfile[];
  close(): void;
}

/** The region of the file, else the first. */
export function regionOf(file: PlatformFile, configuration: Configuration | undefined): Region | undefined {
  return configuration?.regions.find(({ id }) => id === file.onyxia?.region) ?? configuration?.regions[0];
}

/**
 * Makes the adapters; nothing is asked of anybody.
 * @param sessions kept from one call to the next, so that tokens and timers live on when the rest is made anew.
 */
export function createResources(options: {
  readonly file: PlatformFile;
  readonly region: Region | undefined;
  readonly pasted: Pasted;
  readonly network: Network;
  readonly host: Pick<Host, 'secrets' | 'clock'>;
  readonly sessions: Map<string, OidcSession>;
  readonly onSession: (session: OidcSession) => void;
}): Resources {
  const { file, region, pasted, network, host, sessions } = options;

  function session({ key, identity }: Pick<Client, 'key' | 'identity'>): OidcSession {
    const known = sessions.get(key);
    if (known) return known;
    const made = createOidcSession({
      provider: createProvider(identity, network),
      host,
      key: `${secretPrefix(file.id)}oidc/${key}`,
    });
    sessions.set(key, made);
    options.onSession(made);
    return made;
  }
  const sessionFor = (identity: IdentityProvider | undefined) =>
    identity && session({ key: clientKey(identity), identity });
  const main = sessionFor(file.oidc);

  // Stores whose roles depend on the person are not in the file, but their client must be signed in too.
  const stores = (region ? s3Of(region) : []).map((store): StorageProfile => {
    const oidc = identityOf(store.sts?.oidcConfiguration);
    return {
      name: store.URL,
      endpoint: store.URL,
      region: '',
      pathStyle: true,
      ...(store.sts && { sts: {} }),
      ...(oidc && { oidc }),
    };
  });
  const clients = clientsOf(file, [...stores, ...(file.storage ?? [])]);

  return {
    clients,
    session,
    sessionFor,
    main,
    onyxia:
      file.onyxia &&
      createOnyxiaClient({ base: file.onyxia.url, network, caller: main, region: file.onyxia.region }),
    vault: vaultOf(),
    storage: storageOf(),
    close() {
      for (const one of sessions.values()) one.close();
      sessions.clear();
    },
  };

  function vaultOf(): VaultClient | undefined {
    const { vault } = file;
    if (!vault) return undefined;
    const signedIn = sessionFor(clientFor(file, vault.oidc));
    return createVaultClient({
      settings: { ...vault, url: pasted.vault?.url ?? vault.url },
      network,
      clock: host.clock,
      ...(pasted.vault && signedIn?.state() !== 'signed-in' && { given: pasted.vault.token }),
      jwt: () =>
        signedIn ? signedIn.accessToken() : Promise.reject(failure('signed-out', 'Nobody is signed in')),
    });
  }

  function storageOf(): StsProfile[] {
    const claims = { ...main?.claims() };
    const fromRegion = region ? storageProfiles(region, claims) : [];
    const own = (file.storage ?? []).filter(
      ({ name }) => !fromRegion.some((profile) => profile.name === name),
    );
    const profiles = [...fromRegion, ...own];
    const keys = pasted.storage;
    return profiles.map((profile, index) => {
      const signedIn = profile.sts && sessionFor(clientFor(file, profile.oidc));
      const matches =
        keys && (keys.endpoint === undefined ? index === 0 : sameHost(keys.endpoint, profile.endpoint));
      if (matches && signedIn?.state() !== 'signed-in')
        return createFixedProfile(profile, keys.credentials, host.clock);
      const token = () =>
        signedIn
          ? // Its end bounds the credentials' where the server grants no more.
            signedIn.accessToken({ renew: true }).catch(() => signedIn.accessToken())
          : Promise.reject(
              failure('signed-out', `Nothing opens the store ${profile.name}`, {
                reason: 'no-storage-sign-in',
                values: { name: profile.name },
              }),
            );
      return createStsProfile({ profile, network, token, clock: host.clock });
    });
  }
}

function sameHost(one: string, other: string): boolean {
  return URL.parse(one)?.host === URL.parse(other)?.host;
}
