/** The S3 profiles that a region gives a person: one a store and role, some made from the claims of the token. Pure. */
import type { StorageProfile } from '../../../../shared/contract/platform.ts';
import { identityOf } from './identity.ts';
import { s3Of, type Region, type StsRole } from './types.ts';

/**
 * The profiles for someone with these claims. A role with a `claimName` holds once for each value of that claim that
 * matches `includedClaimPattern` and not `excludedClaimPattern`; `$1`, `$2`... in its texts are what was captured.
 * A store without a role (older regions) gives a profile named `default`, or by its host if there are several.
 */
export function storageProfiles(region: Region, claims: Readonly<Record<string, unknown>>): StorageProfile[] {
  const stores = s3Of(region).filter(({ URL: address }) => URL.canParse(address));
  const profiles = stores.flatMap((store, index) => {
    const fallback = index === 0 ? 'default' : new URL(store.URL).hostname;
    const oidc = identityOf(store.sts?.oidcConfiguration);
    const endpoint = store.sts?.URL;
    const roles: readonly StsRole[] = store.sts?.role.length ? store.sts.role : [{}];
    return roles.flatMap((role) =>
      rolesFor(role, claims).map((expanded): StorageProfile => ({
        name: expanded.profileName ?? fallback,
        endpoint: store.URL,
        region: store.region ?? 'us-east-1',
        pathStyle: store.pathStyleAccess ?? true,
        ...(store.sts && {
          sts: {
            ...(endpoint && URL.canParse(endpoint) && { endpoint }),
            ...(store.sts.durationSeconds && { durationSeconds: Math.round(store.sts.durationSeconds) }),
            ...(expanded.roleARN && { roleArn: expanded.roleARN }),
            ...(expanded.roleSessionName && { roleSessionName: expanded.roleSessionName }),
          },
        }),
        ...(oidc && { oidc }),
      })),
    );
  });
  return profiles.map((profile, index) => {
    const taken = profiles.slice(0, index).filter(({ name }) => name === profile.name).length;
    return taken === 0 ? profile : { ...profile, name: `${profile.name}-${taken + 1}` };
  });
}

function rolesFor(role: StsRole, claims: Readonly<Record<string, unknown>>): StsRole[] {
  return fillings(role, claims).map((fill) => ({
    ...role,
    profileName: fill(role.profileName),
    roleARN: fill(role.roleARN),
    roleSessionName: fill(role.roleSessionName),
  }));
}

/** What a template holds for: each result fills its texts in for one value of its claim. Without a claim, once, as they are. */
export function fillings(
  template: Pick<StsRole, 'claimName' | 'includedClaimPattern' | 'excludedClaimPattern'>,
  claims: Readonly<Record<string, unknown>>,
): (<T extends string | undefined>(text: T) => T)[] {
  if (!template.claimName) return [(text) => text];
  const value = claims[template.claimName];
  const values = (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string',
  );
  const included = pattern(template.includedClaimPattern ?? '^(.+)$');
  const { excludedClaimPattern } = template;
  const excluded = excludedClaimPattern === undefined ? undefined : pattern(excludedClaimPattern);
  return values.flatMap((one) => {
    const match = included?.exec(one);
    if (!match || excluded?.test(one)) return [];
    return [
      <T extends string | undefined>(text: T) =>
        text?.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '') as T,
    ];
  });
}

function pattern(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
