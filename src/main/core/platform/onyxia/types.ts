/**
 * What the Onyxia API answers, as far as we use it. Unknown fields are ignored and missing parts are allowed: instances
 * differ by years. Sources: onyxia-api's `docs/region-configuration.md`, and exchanges recorded with 3fb6e1d.
 */
import { z } from 'zod';

/** `""` and null mean absent nearly everywhere in this API. */
const blank = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), type.optional());
const text = blank(z.string());
/** A part that is wrong counts as absent: it must not take the rest with it. */
const part = <T extends z.ZodType>(type: T) => blank(type).catch(undefined);
const list = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === null || value === undefined ? [] : value), z.array(type));

export const OidcConfiguration = z.object({
  issuerURI: text,
  clientID: text,
  extraQueryParams: text,
  scope: text,
});
export type OidcConfiguration = z.infer<typeof OidcConfiguration>;

/** Texts in several languages, or one text for all. */
export const LocalizedText = z.union([z.string(), z.record(z.string(), z.string())]);

const ClaimTemplate = z.object({ claimName: text, includedClaimPattern: text, excludedClaimPattern: text });

export const StsRole = ClaimTemplate.extend({ profileName: text, roleARN: text, roleSessionName: text });
export type StsRole = z.infer<typeof StsRole>;

export const Bookmark = ClaimTemplate.extend({
  s3Uri: z.string(),
  title: part(LocalizedText),
  forProfileName: part(z.union([z.string(), z.array(z.string())])),
});

const oneOrMore = <T extends z.ZodType>(type: T) =>
  z.preprocess(
    (value) =>
      value === undefined || value === null || value === '' ? [] : Array.isArray(value) ? value : [value],
    z.array(type),
  );

export const S3Configuration = z.object({
  URL: z.string().min(1),
  region: text,
  pathStyleAccess: blank(z.boolean()),
  sts: part(
    z.object({
      URL: text,
      durationSeconds: blank(z.number()),
      role: oneOrMore(StsRole),
      oidcConfiguration: part(OidcConfiguration),
    }),
  ),
  bookmarks: part(z.array(Bookmark)),
});
export type S3Configuration = z.infer<typeof S3Configuration>;

export const Vault = z.object({
  URL: z.string().min(1),
  kvEngine: text,
  role: text,
  authPath: text,
  prefix: text,
  groupPrefix: text,
  oidcConfiguration: part(OidcConfiguration),
});

const anything = z.unknown();

export const Region = z.object({
  id: z.string().min(1),
  name: text,
  description: part(LocalizedText),
  services: part(
    z.object({
      singleNamespace: blank(z.boolean()),
      allowNamespaceCreation: blank(z.boolean()),
      namespacePrefix: text,
      groupNamespacePrefix: text,
      usernamePrefix: text,
      expose: part(
        z.object({
          domain: text,
          ingressClassName: text,
          ingress: blank(z.boolean()),
          route: blank(z.boolean()),
          istio: part(z.object({ enabled: blank(z.boolean()), gateways: part(z.array(z.string())) })),
          ingressPort: part(z.coerce.number()),
          certManager: part(z.object({ useCertManager: blank(z.boolean()), certManagerClusterIssuer: text })),
        }),
      ),
      monitoring: part(z.object({ URLPattern: text })),
      initScript: text,
      allowedURIPattern: text,
      quotas: part(z.record(z.string(), anything)),
      k8sPublicEndpoint: part(z.object({ URL: text, oidcConfiguration: part(OidcConfiguration) })),
      defaultConfiguration: part(z.record(z.string(), anything)),
      customValues: part(z.record(z.string(), anything)),
      openshiftSCC: part(z.record(z.string(), anything)),
    }),
  ),
  data: part(z.object({ S3: oneOrMore(z.unknown()) })),
  vault: part(Vault),
  proxyInjection: part(z.record(z.string(), anything)),
  packageRepositoryInjection: part(z.record(z.string(), anything)),
  certificateAuthorityInjection: part(z.record(z.string(), anything)),
});
export type Region = z.infer<typeof Region>;

export const Configuration = z.object({
  build: part(z.object({ version: text })),
  regions: z.array(Region).min(1),
  oidcConfiguration: part(OidcConfiguration),
});
export type Configuration = z.infer<typeof Configuration>;

/** The stores of a region; those that cannot be read are left out. */
export function s3Of(region: Region): S3Configuration[] {
  return (region.data?.S3 ?? []).flatMap((one) => S3Configuration.safeParse(one).data ?? []);
}

export const UserProject = z.object({
  id: z.string(),
  name: text,
  group: text,
  namespace: text,
  vaultTopDir: text,
  bucket: text,
});
export type UserProject = z.infer<typeof UserProject>;

export const UserInfo = z.object({
  idep: z.string(),
  email: text,
  nomComplet: text,
  ip: text,
  groups: list(z.string()),
  projects: list(UserProject),
});
export type UserInfo = z.infer<typeof UserInfo>;

export const Chart = z.object({
  name: z.string(),
  version: z.string(),
  description: text,
  home: text,
  icon: text,
  keywords: list(z.string()),
  sources: list(z.string()),
  maintainers: part(z.array(z.object({ name: text }))),
  type: text,
  created: text,
  appVersion: text,
  urls: list(z.string()),
  annotations: part(z.record(z.string(), anything)),
  dependencies: part(z.array(z.record(z.string(), anything))),
  /** The chart's values.yaml, of the newest version whichever was asked for. */
  defaultValues: part(z.string()),
});
export type Chart = z.infer<typeof Chart>;

export const Catalog = z.object({
  id: z.string(),
  name: part(LocalizedText),
  description: part(LocalizedText),
  location: text,
  status: text,
  highlightedCharts: list(z.string()),
  allowSharing: blank(z.boolean()),
  visible: part(z.object({ user: blank(z.boolean()), project: blank(z.boolean()) })),
  skipTlsVerify: blank(z.boolean()),
  catalog: part(z.object({ latestPackages: z.record(z.string(), z.unknown()) })),
});
export type Catalog = z.infer<typeof Catalog>;

export const App = z.object({
  id: z.string(),
  name: text,
  friendlyName: text,
  status: text,
  urls: list(z.string()),
  env: part(z.record(z.string(), z.coerce.string())),
  tasks: list(
    z.object({
      id: z.string(),
      status: part(z.object({ status: text, reason: text })),
      containers: list(z.object({ name: z.string(), ready: blank(z.boolean()) })),
    }),
  ),
  controllers: list(
    z.object({
      kind: text,
      name: z.string(),
      healthy: blank(z.boolean()),
      details: part(z.object({ desired: blank(z.number()), ready: blank(z.number()) })),
    }),
  ),
  postInstallInstructions: text,
  namespace: text,
  revision: part(z.coerce.string()),
  /** `<name>-<version>`. */
  chart: text,
  appVersion: text,
  /** Milliseconds since 1970 of the last upgrade, not of the first start. */
  startedAt: blank(z.number()),
  suspendable: blank(z.boolean()),
  suspended: blank(z.boolean()),
  catalogId: text,
  owner: text,
  share: blank(z.boolean()),
});
export type App = z.infer<typeof App>;

export const Quota = z.object({
  spec: part(z.record(z.string(), z.union([z.string(), z.number()]))),
  usage: part(z.record(z.string(), z.union([z.string(), z.number()]))),
});
export type Quota = z.infer<typeof Quota>;
