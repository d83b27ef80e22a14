/** What a launch form may use: Onyxia's `XOnyxiaContext`, with the same names and forms as in its web app. Pure. */
import { randomInt } from 'node:crypto';
import type { Project } from '../../../../shared/contract/sign-in.ts';
import type { StsCredentials } from '../s3/sts.ts';
import type { StorageProfile } from '../../../../shared/contract/platform.ts';
import type { Region, UserInfo } from './types.ts';

export interface LaunchStorage {
  readonly profile: StorageProfile;
  readonly credentials: StsCredentials;
}

export interface LaunchFacts {
  readonly user: Pick<UserInfo, 'idep' | 'email' | 'nomComplet' | 'ip'>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly darkMode: boolean;
  readonly language: string;
  readonly project: Pick<Project, 'id'>;
  /** The project's service password, `.onyxia/servicePassword`. */
  readonly password: string;
  readonly git: {
    readonly name: string;
    readonly email: string;
    readonly cacheSeconds: number;
    readonly token?: string | undefined;
  };
  readonly vault?:
    | { readonly url: string; readonly token: string; readonly mount: string; readonly folder: string }
    | undefined;
  /** All profiles whose credentials are at hand, the chosen one by name. */
  readonly storage: readonly LaunchStorage[];
  readonly storageProfile?: string | undefined;
  readonly profile?: unknown;
  /** Absent on a platform without Onyxia. */
  readonly region?: Region | undefined;
  readonly domain?: string | undefined;
}

const base36 = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Twenty characters of 0-9 and a-z from the system's randomness (103 bits). */
export function oneTimePassword(): string {
  return Array.from({ length: 20 }, () => base36[randomInt(36)]).join('');
}

/** The context; absent parts are absent keys, so that charts fall back to their defaults. */
export function launchContextOf(facts: LaunchFacts): Record<string, unknown> {
  const { user, claims, project, password, git, region } = facts;
  const defaults = region?.services?.defaultConfiguration ?? {};
  const expose = region?.services?.expose;
  const storage = facts.storage.map(storageContext);
  const chosen = storage.find(({ profileName }) => profileName === facts.storageProfile) ?? storage[0];
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const familyFirst = [text(claims['family_name']), text(claims['given_name'])].filter(Boolean).join(' ');
  return defined({
    user: defined({
      idep: user.idep,
      name: familyFirst || user.nomComplet || user.idep,
      email: user.email ?? text(claims['email']),
      password,
      ip: user.ip ?? '0.0.0.0',
      darkMode: facts.darkMode,
      lang: facts.language,
      decodedIdToken: claims,
      accessToken: facts.accessToken,
      refreshToken: facts.refreshToken,
      profile: facts.profile,
    }),
    service: { oneTimePassword: oneTimePassword() },
    project: { id: project.id, password, basic: Buffer.from(`${project.id}:${password}`).toString('base64') },
    git: defined({
      name: git.name,
      email: git.email,
      credentials_cache_duration: git.cacheSeconds,
      token: git.token,
    }),
    vault: facts.vault && {
      VAULT_ADDR: facts.vault.url,
      VAULT_TOKEN: facts.vault.token,
      VAULT_MOUNT: facts.vault.mount,
      VAULT_TOP_DIR: facts.vault.folder,
    },
    s3: chosen,
    s3_array: storage,
    region: defined({
      defaultIpProtection: defaults['ipprotection'],
      defaultNetworkPolicy: defaults['networkPolicy'],
      allowedURIPattern: region?.services?.allowedURIPattern ?? '^https://',
      customValues: region?.services?.customValues ?? {},
      kafka: kafkaOf(defaults['kafka']),
      tolerations: defaults['tolerations'],
      from: defaults['from'],
      nodeSelector: defaults['nodeSelector'],
      startupProbe: defaults['startupProbe'],
      sliders: defaults['sliders'] ?? {},
      resources: defaults['resources'],
      openshiftSCC: region?.services?.openshiftSCC,
    }),
    k8s: defined({
      domain: expose?.domain ?? facts.domain ?? '',
      ingressClassName: expose?.ingressClassName,
      ingress: expose?.ingress,
      route: expose?.route,
      istio: expose?.istio && {
        enabled: expose.istio.enabled ?? false,
        gateways: expose.istio.gateways ?? [],
      },
      randomSubdomain: String(randomInt(1_000_000)),
      initScriptUrl: region?.services?.initScript,
      useCertManager: expose?.certManager?.useCertManager,
      certManagerClusterIssuer: expose?.certManager?.certManagerClusterIssuer,
    }),
    proxyInjection: region?.proxyInjection,
    packageRepositoryInjection: region?.packageRepositoryInjection,
    certificateAuthorityInjection: region?.certificateAuthorityInjection,
  });
}

function storageContext({
  profile,
  credentials,
}: LaunchStorage): { profileName: string } & Record<string, unknown> {
  const url = new URL(profile.endpoint);
  return {
    profileName: profile.name,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_DEFAULT_REGION: profile.region,
    AWS_S3_ENDPOINT: url.hostname,
    port: Number(url.port) || (url.protocol === 'http:' ? 80 : 443),
    pathStyleAccess: profile.pathStyle,
    isAnonymous: false,
  };
}

/** The region names it `URL`, the context `url`. */
function kafkaOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const kafka = value as Record<string, unknown>;
  return defined({ url: kafka['url'] ?? kafka['URL'], topicName: kafka['topicName'] });
}

function defined(entries: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}
