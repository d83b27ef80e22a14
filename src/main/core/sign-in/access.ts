/** What the other capabilities get of the platform, person and project that the screens show. */
import { randomInt } from 'node:crypto';
import { isFailure } from '../../../shared/contract/errors.ts';
import type { PlatformFile } from '../../../shared/contract/platform.ts';
import type { Person, Project } from '../../../shared/contract/sign-in.ts';
import type { Network } from '../network/network.ts';
import { launchContextOf, type LaunchStorage } from '../platform/onyxia/launch-context.ts';
import type { OnyxiaClient } from '../platform/onyxia/client.ts';
import type { Region, UserInfo } from '../platform/onyxia/types.ts';
import type { OidcSession } from '../platform/oidc/session.ts';
import type { StsProfile } from '../platform/s3/sts.ts';
import type { VaultClient } from '../platform/vault/client.ts';
import type { OnyxiaConfiguration } from '../platform/vault/onyxia-configuration.ts';
import type { KeptKubeconfig } from './pasted.ts';

export interface KubernetesSignIn {
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority?: string | undefined;
  /** The bearer token of this moment; absent where the kubeconfig tells everything. */
  token?(): Promise<string>;
  /** After a 401: a newer token. */
  renewToken?(): Promise<void>;
  /** An imported kubeconfig: its user may have certificates or a program for credentials. */
  readonly kubeconfig?: KeptKubeconfig | undefined;
}

export interface LaunchOptions {
  readonly darkMode?: boolean | undefined;
  /** As in Onyxia: `en`, `fr`... */
  readonly language?: string | undefined;
}

export interface Access {
  /** Changes with platform, person and project; what is kept for one of them is kept under this name. */
  readonly key: string;
  readonly platform: PlatformFile;
  readonly person: Person;
  readonly project: Project;
  readonly kubernetes?: KubernetesSignIn | undefined;
  /** Asks on behalf of the project. */
  readonly onyxia?: OnyxiaClient | undefined;
  readonly region?: Region | undefined;
  readonly storage: readonly StsProfile[];
  readonly vault?: VaultClient | undefined;
  /** The project's folder below the mount of Vault. */
  readonly vaultFolder: string;
  /** The project's settings, as Onyxia keeps them: saved configurations, service password. */
  readonly projectConfiguration: OnyxiaConfiguration;
  /** The person's settings, as Onyxia keeps them: Git, profile. */
  readonly personConfiguration: OnyxiaConfiguration;
  /** The x-onyxia context for a launch with one of the storage profiles; parts that do not answer are left out. */
  launchContext(storageProfile?: string, options?: LaunchOptions): Promise<Record<string, unknown>>;
  /** Claims of the sign-in's identity token; empty before a sign-in. */
  claims(): Readonly<Record<string, unknown>>;
  /** Trusts the platform's own authorities too. */
  readonly network: Network;
}

/** Makes the launch context of an access; a part that fails is left out and never holds up the others for more than ten seconds. */
export async function launchContext(
  access: Access,
  main: OidcSession | undefined,
  user: UserInfo | undefined,
  chosen: string | undefined,
  { darkMode = false, language = 'en' }: LaunchOptions = {},
): Promise<Record<string, unknown>> {
  const { personConfiguration: own, vault } = access;
  const [accessToken, vaultToken, password, name, email, cache, token, profile, ip, storage] =
    await Promise.all([
      quietly(main?.accessToken()),
      quietly(vault?.token()),
      servicePassword(access.projectConfiguration),
      quietly(own.get('gitName')),
      quietly(own.get('gitEmail')),
      quietly(own.get('gitCredentialCacheDuration')),
      quietly(own.get('githubPersonalAccessToken')),
      quietly(own.get('userProfileStr')),
      user?.ip === undefined ? quietly(access.onyxia?.ip()) : user.ip,
      Promise.all(access.storage.map(credentialsOf)),
    ]);
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return launchContextOf({
    user: {
      idep: access.person.userName,
      email: user?.email ?? access.person.email,
      nomComplet: user?.nomComplet ?? access.person.name,
      ip,
    },
    claims: main?.claims() ?? {},
    accessToken: accessToken ?? '',
    refreshToken: main?.refreshToken() ?? '',
    darkMode,
    language,
    project: access.project,
    password,
    git: {
      name: text(name) || (access.person.name ?? ''),
      email: text(email) || (access.person.email ?? ''),
      cacheSeconds: typeof cache === 'number' ? cache : 0,
      ...(text(token) && { token: text(token) }),
    },
    ...(vault &&
      vaultToken && {
        vault: { url: vault.url, token: vaultToken, mount: vault.mount, folder: access.vaultFolder },
      }),
    storage: storage.flatMap((one) => one ?? []),
    storageProfile: chosen,
    profile: parsed(profile),
    region: access.region,
  });
}

async function credentialsOf(one: StsProfile): Promise<LaunchStorage | undefined> {
  const credentials = await quietly(one.credentials());
  return credentials && { profile: one.profile, credentials };
}

/** The project's password for services; made once, as Onyxia does, and kept where Onyxia keeps it. */
async function servicePassword(configuration: OnyxiaConfiguration): Promise<string> {
  const known = await quietly(configuration.get('servicePassword'));
  if (typeof known === 'string' && known !== '') return known;
  const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
  let password = Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)]).join('');
  await quietly(
    configuration.update('servicePassword', (value) => {
      if (typeof value === 'string' && value !== '') password = value;
      return password;
    }),
  );
  return password;
}

/** The value, or nothing where it fails or takes more than ten seconds. */
async function quietly<T>(promise: Promise<T> | undefined): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), 10_000);
    timer.unref();
  });
  try {
    return await Promise.race([promise, late]);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function parsed(profile: unknown): unknown {
  if (typeof profile !== 'string') return undefined;
  try {
    return JSON.parse(profile);
  } catch {
    return undefined;
  }
}
