/** From an Onyxia's public configuration to a platform file. Pure. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { IdentityProvider, PlatformFile, StorageProfile } from '../../../../shared/contract/platform.ts';
import { addressOf, identityOf } from './identity.ts';
import { storageProfiles } from './storage-profiles.ts';
import type { Configuration, OidcConfiguration, Region } from './types.ts';

/**
 * Describes one region of an Onyxia as a platform: the first, or the one named. Parts whose address is none are left out.
 * @param base address of the API.
 * @throws Failure `not-found` (`region-unknown`).
 */
export function platformFileOf(configuration: Configuration, base: string, regionId?: string): PlatformFile {
  const region =
    regionId === undefined
      ? configuration.regions[0]
      : configuration.regions.find(({ id }) => id === regionId);
  if (!region) {
    throw failure('not-found', `There is no region ${regionId}`, {
      reason: 'region-unknown',
      values: { region: regionId ?? '' },
    });
  }
  const { host, hostname } = new URL(base);
  const several = configuration.regions.length > 1;
  const oidc = identityOf(configuration.oidcConfiguration);
  const kubernetes = region.services?.k8sPublicEndpoint;
  const server = addressOf(kubernetes?.URL);
  const vaultUrl = addressOf(region.vault?.URL);
  const storage = fixedProfiles(region);
  return {
    schemaVersion: 1,
    id: slug(several ? `${host}-${region.id}` : host),
    name: several ? `${hostname} (${region.name ?? region.id})` : (region.name ?? hostname),
    onyxia: { url: base, region: region.id },
    ...(oidc?.issuer && oidc.clientId && { oidc: oidc as IdentityProvider }),
    ...(server && { kubernetes: { server, ...withIdentity(kubernetes?.oidcConfiguration) } }),
    ...(storage.length > 0 && { storage }),
    ...(vaultUrl &&
      region.vault?.kvEngine && {
        vault: {
          url: vaultUrl,
          mount: region.vault.kvEngine,
          role: region.vault.role ?? 'onyxia-user',
          authPath: region.vault.authPath ?? 'jwt',
          ...withIdentity(region.vault.oidcConfiguration),
        },
      }),
  };
}

/** A folder name of at most 63 characters. */
export function slug(text: string): string {
  const plain = text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return plain || 'platform';
}

/** Profiles that hold for everyone; those made from a person's claims come with the sign-in. */
function fixedProfiles(region: Region): StorageProfile[] {
  return storageProfiles(region, {});
}

function withIdentity(
  configuration: OidcConfiguration | undefined,
): { oidc: Partial<IdentityProvider> } | undefined {
  const oidc = identityOf(configuration);
  return oidc && { oidc };
}
