/** The region and configuration that the Onyxia API publishes: where a client finds every other server. */

/** Parts that a region may lack or word differently; a client has to cope with each. */
export const regionVariants = [
  'no-vault',
  'no-kubernetes',
  's3-array',
  'no-quota',
  'no-s3',
  'no-profile-name',
] as const;
export type RegionVariant = (typeof regionVariants)[number];

export type Quota = Record<string, string | number>;

/** What a person may use at most, in the words of a Kubernetes ResourceQuota. */
export const defaultQuota: Quota = {
  'requests.memory': '16Gi',
  'requests.cpu': '8',
  'limits.memory': '64Gi',
  'limits.cpu': '32',
  'requests.storage': '100Gi',
  'count/pods': 30,
};

export interface Addresses {
  readonly issuer: string;
  readonly kubernetes: string;
  readonly s3: string;
  readonly vault: string;
  readonly vaultMount: string;
  readonly vaultRole: string;
  readonly ingressDomain: string;
  readonly ingressPort: number;
}

export interface RegionState {
  variants: ReadonlySet<RegionVariant>;
  quota: Quota;
}

/** `<prefix><name>` names the namespaces; a group `projet-x` has the namespace `projet-x`. */
export const prefixes = { user: 'user-', group: 'projet-' } as const;
export const groupPattern = { included: '^projet-(.*)$', transform: '$1' } as const;

const oidc = (issuer: string, clientID: string) => ({ issuerURI: issuer, clientID });

function s3Of(addresses: Addresses, state: RegionState): unknown {
  const role = { profileName: 'default', roleARN: '', roleSessionName: '' };
  const s3 = {
    URL: addresses.s3,
    region: 'us-east-1',
    pathStyleAccess: true,
    sts: {
      URL: addresses.s3,
      durationSeconds: 86400,
      oidcConfiguration: oidc(addresses.issuer, 'onyxia-minio'),
      role: state.variants.has('no-profile-name') ? { roleARN: '', roleSessionName: '' } : role,
    },
    bookmarks: [
      {
        s3Uri: 's3://$1/',
        title: { en: 'Personal', fr: 'Personnel' },
        claimName: 'preferred_username',
        includedClaimPattern: '(.+)',
      },
      {
        s3Uri: 's3://$1/',
        title: { en: 'Group $1', fr: 'Groupe $1' },
        claimName: 'groups',
        includedClaimPattern: '^(projet-.+)$',
      },
    ],
  };
  return state.variants.has('s3-array') ? [s3] : s3;
}

/** One region in the shape of `GET /public/regions` (onyxia-api, docs/region-configuration.md). */
export function regionOf(addresses: Addresses, state: RegionState): Record<string, unknown> {
  const { variants } = state;
  const userEnabled = !variants.has('no-quota');
  return {
    id: 'sandbox',
    name: 'Sardonyx sandbox',
    description: 'A platform on this machine, to try things out.',
    includedGroupPattern: groupPattern.included,
    transformGroupPattern: groupPattern.transform,
    services: {
      singleNamespace: false,
      allowNamespaceCreation: true,
      namespaceLabels: {},
      namespaceAnnotations: {},
      userNamespace: true,
      namespacePrefix: prefixes.user,
      groupNamespacePrefix: prefixes.group,
      usernamePrefix: '',
      groupPrefix: '',
      authenticationMode: 'serviceAccount',
      expose: {
        domain: addresses.ingressDomain,
        ingressClassName: '',
        ingressPort: addresses.ingressPort,
        useDefaultCertificate: true,
        annotations: {},
        ingress: true,
        route: false,
        istio: { enabled: false, gateways: [] },
        certManager: { useCertManager: false, certManagerClusterIssuer: '' },
      },
      monitoring: {},
      allowedURIPattern: '^https?://',
      quotas: { userEnabled, groupEnabled: false, user: userEnabled ? state.quota : {}, roles: {} },
      ...(variants.has('no-kubernetes')
        ? {}
        : {
            k8sPublicEndpoint: {
              oidcConfiguration: oidc(addresses.issuer, 'onyxia-kubernetes'),
              URL: addresses.kubernetes,
            },
          }),
      namespaceAnnotationsDynamic: { enabled: true, userAttributes: [] },
    },
    onyxiaAPI: { baseURL: '' },
    data: variants.has('no-s3') ? {} : { S3: s3Of(addresses, state) },
    ...(variants.has('no-vault')
      ? {}
      : {
          vault: {
            URL: addresses.vault,
            kvEngine: addresses.vaultMount,
            role: addresses.vaultRole,
            authPath: 'jwt',
            prefix: '',
            groupPrefix: '',
            oidcConfiguration: oidc(addresses.issuer, 'onyxia-vault'),
          },
        }),
  };
}

/** The answer of `GET /public/configuration`. */
export function configurationOf(
  addresses: Addresses,
  state: RegionState,
  started: Date,
): Record<string, unknown> {
  return {
    build: { version: '0.0.1-SNAPSHOT', timestamp: Math.floor(started.getTime() / 1000) },
    regions: [regionOf(addresses, state)],
    oidcConfiguration: {
      issuerURI: addresses.issuer,
      clientID: 'onyxia',
      extraQueryParams: '',
      scope: 'openid profile',
      audience: '',
    },
  };
}
