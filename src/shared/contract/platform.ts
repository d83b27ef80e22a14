/** The platform file: what describes a platform, without a person and without a secret. Shareable, importable. */
import { z } from 'zod';

/** An identity provider and the client that Sardonyx is to it. */
export const IdentityProvider = z.object({
  issuer: z.url(),
  clientId: z.string().min(1),
  scope: z.string().optional(),
  /** Sent with the authorization request and, for `audience` and `resource`, with the token request. */
  extraQuery: z.record(z.string(), z.string()).optional(),
});
export type IdentityProvider = z.infer<typeof IdentityProvider>;

export const StorageProfile = z.object({
  name: z.string().min(1),
  endpoint: z.url(),
  region: z.string().default('us-east-1'),
  pathStyle: z.boolean().default(true),
  sts: z
    .object({
      endpoint: z.url().optional(),
      durationSeconds: z.int().positive().optional(),
      roleArn: z.string().optional(),
      roleSessionName: z.string().optional(),
    })
    .optional(),
  oidc: IdentityProvider.partial().optional(),
});
export type StorageProfile = z.infer<typeof StorageProfile>;

export const CatalogSource = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  /** Address of a Helm repository: the folder that holds `index.yaml`. */
  url: z.url(),
});

export const PlatformFile = z.object({
  schemaVersion: z.literal(1),
  /** Folder name of the platform's local store: lower-case letters, digits and hyphens. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  name: z.string().min(1),
  onyxia: z.object({ url: z.url(), region: z.string().optional() }).optional(),
  oidc: IdentityProvider.optional(),
  kubernetes: z
    .object({
      server: z.url(),
      certificateAuthority: z.string().optional(),
      oidc: IdentityProvider.partial().optional(),
      /** Where a person may work; `{user}` and `{group}` are replaced. Onyxia tells this by itself. */
      namespaces: z.array(z.string()).optional(),
    })
    .optional(),
  catalogs: z.array(CatalogSource).optional(),
  storage: z.array(StorageProfile).optional(),
  vault: z
    .object({
      url: z.url(),
      mount: z.string().min(1),
      role: z.string().min(1),
      authPath: z.string().default('jwt'),
      oidc: IdentityProvider.partial().optional(),
    })
    .optional(),
  mlflow: z.object({ url: z.url() }).optional(),
  /** Argo Workflows. `server`: its own API, for what Kubernetes alone cannot do (retry, offloaded status). */
  argo: z.object({ server: z.url().optional(), serviceAccount: z.string().optional() }).partial().optional(),
  /** What a training needs on this platform: the image, and the addresses of MLflow and S3 as pods reach them. */
  training: z
    .object({
      image: z.string(),
      command: z.array(z.string()),
      mlflow: z.url(),
      s3: z.url(),
      /** Secret of the namespace with `accessKey` and `secretKey`. */
      s3Secret: z.string(),
    })
    .partial()
    .optional(),
  /** Argo CD: where its applications are, and its own API as second way. */
  argoCd: z.object({ namespace: z.string(), url: z.url() }).partial().optional(),
  /** The served model that codes activities, offered as a source of suggestions. */
  codingApi: z.object({ url: z.url() }).optional(),
  /** PEM of authorities to trust besides the system's own. */
  certificateAuthorities: z.array(z.string()).optional(),
  /** Addresses (s3:// or https://) of nomenclature files that the team shares. */
  nomenclatures: z.array(z.string()).optional(),
  /** What this platform forbids on a laptop; absent means allowed. */
  confidentiality: z
    .object({ forbidLocalCopies: z.boolean(), forbidExports: z.boolean() })
    .partial()
    .optional(),
});
export type PlatformFile = z.infer<typeof PlatformFile>;
