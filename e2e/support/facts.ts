/** What a platform under test says of itself: the sandbox's facts, or the lab's. */
import { readFileSync } from 'node:fs';

export interface Person {
  readonly name: string;
  readonly password: string;
  readonly namespaces: readonly string[];
  readonly buckets: readonly string[];
}

export interface Facts {
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    readonly certificateAuthority?: string;
  };
  readonly kubernetes: {
    readonly server: string;
    readonly certificateAuthority: string;
    readonly adminKubeconfig: string;
  };
  /** One Helm repository, or several by the name of their catalog. */
  readonly charts: string | Readonly<Record<string, string>>;
  readonly s3: {
    readonly endpoint: string;
    readonly stsEndpoint: string;
    readonly region: string;
    readonly pathStyle: boolean;
    readonly fromPods?: string;
  };
  readonly vault: {
    readonly url: string;
    readonly mount: string;
    readonly role: string;
    readonly authPath: string;
  };
  /** The registry with a model; the sandbox's has a name and a password for when it asks for them. */
  readonly mlflow?: {
    readonly url: string;
    readonly model: string;
    readonly fromPods: string;
    readonly user?: string;
    readonly password?: string;
  };
  /** The sandbox says with what its projects train; the lab's images hold no program of ours. */
  readonly argo?: {
    readonly serviceAccount?: string;
    readonly image?: string;
    readonly s3Secret?: string;
  } & ({ readonly server: string } | { readonly url: string });
  readonly argoCd?: { readonly namespace: string; readonly url: string };
  /** The served model; the sandbox has one. */
  readonly coding?: { readonly url: string; readonly user: string; readonly password: string };
  readonly people: readonly Person[];
  /** The sandbox has an Onyxia and lets faults be injected; the lab does not. */
  readonly onyxia?: { readonly url: string };
  readonly admin?: { readonly url: string; readonly token: string };
  readonly ingress?: { readonly url: string; readonly domain: string };
}

/** Reads a facts file. */
export function readFacts(file: string): Facts {
  return JSON.parse(readFileSync(file, 'utf8')) as Facts;
}

/** A person of the facts; throws when there is none of that name. */
export function personOf(facts: Facts, name: string): Person {
  const found = facts.people.find((person) => person.name === name);
  if (!found) throw new Error(`The facts have no ${name}`);
  return found;
}

/** What trains on these servers, and where its pods find the storage and the registry. */
function trainingOf({ argo, mlflow, s3 }: Facts): object {
  if (!argo) return {};
  const { serviceAccount, image, s3Secret } = argo;
  return {
    argo: { server: 'server' in argo ? argo.server : argo.url, serviceAccount },
    training: { image, s3Secret, s3: s3.fromPods, mlflow: mlflow?.fromPods },
  };
}

/** The platform file that a person would be given for these servers: addresses only, nothing secret. */
export function platformFileOf(facts: Facts, name: string): string {
  const repositories = typeof facts.charts === 'string' ? { ide: facts.charts } : facts.charts;
  return JSON.stringify({
    schemaVersion: 1,
    id: name.toLowerCase(),
    name,
    ...(facts.onyxia ? { onyxia: { url: `${facts.onyxia.url}/api` } } : {}),
    oidc: { issuer: facts.oidc.issuer, clientId: facts.oidc.clientId },
    kubernetes: {
      server: facts.kubernetes.server,
      certificateAuthority: facts.kubernetes.certificateAuthority,
      namespaces: ['user-{user}', '{group}'],
    },
    catalogs: Object.entries(repositories).map(([id, url]) => ({ id, name: id, url })),
    storage: [
      {
        name: 'default',
        endpoint: facts.s3.endpoint,
        region: facts.s3.region,
        pathStyle: facts.s3.pathStyle,
        sts: { endpoint: facts.s3.stsEndpoint, durationSeconds: 3600 },
      },
    ],
    vault: {
      url: facts.vault.url,
      mount: facts.vault.mount,
      role: facts.vault.role,
      authPath: facts.vault.authPath,
    },
    ...(facts.coding ? { codingApi: { url: facts.coding.url } } : {}),
    ...(facts.mlflow ? { mlflow: { url: facts.mlflow.url } } : {}),
    ...trainingOf(facts),
    ...(facts.argoCd ? { argoCd: facts.argoCd } : {}),
    certificateAuthorities: [facts.oidc.certificateAuthority, facts.kubernetes.certificateAuthority].filter(
      (pem) => pem,
    ),
  });
}
