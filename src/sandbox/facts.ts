/** What the sandbox prints for tests: addresses, people and their passwords, fault injection. The app never sees it. */
import type { Person } from './people.ts';
import { projectsOf } from './onyxia/projects.ts';
import type { BucketSeed } from './s3/server.ts';
import { groupSamplesFor } from './samples/group-samples.ts';
import { samplesFor } from './samples/samples.ts';

export interface SandboxFacts {
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    /** `login_hint` with which the sign-in form comes filled in. */
    readonly welcome: string;
    readonly certificateAuthority: string;
  };
  readonly onyxia: { readonly url: string };
  readonly kubernetes: {
    readonly server: string;
    readonly certificateAuthority: string;
    readonly adminKubeconfig: string;
    readonly images: readonly string[];
  };
  /** Helm repositories, by catalog. */
  readonly charts: Readonly<Record<string, string>>;
  readonly s3: {
    readonly endpoint: string;
    readonly stsEndpoint: string;
    readonly region: string;
    readonly pathStyle: boolean;
    readonly fromPods: string;
  };
  readonly vault: {
    readonly url: string;
    readonly mount: string;
    readonly role: string;
    readonly authPath: string;
  };
  /** The served model that codes activities; user and password count only where the admin made it ask for them. */
  readonly coding: { readonly url: string; readonly user: string; readonly password: string };
  /** The registry and its sample model; user and password count only where the admin made it ask for them. */
  readonly mlflow: {
    readonly url: string;
    readonly model: string;
    readonly fromPods: string;
    readonly user: string;
    readonly password: string;
  };
  /** Argo's own API, and what a training needs in every project. */
  readonly argo: {
    readonly server: string;
    readonly serviceAccount: string;
    readonly image: string;
    readonly s3Secret: string;
  };
  /** Where the Applications are, and Argo CD's own API, which takes people's names and passwords. */
  readonly argoCd: { readonly namespace: string; readonly url: string };
  readonly ingress: { readonly url: string; readonly domain: string };
  readonly admin: { readonly url: string; readonly token: string };
  readonly people: readonly {
    readonly name: string;
    readonly password: string;
    readonly namespaces: readonly string[];
    readonly buckets: readonly string[];
  }[];
}

/** Images that the node can run; `sandbox/jupyter:1` only where JupyterLab is installed. */
export function runnableImages(withJupyter: boolean): string[] {
  const images = [
    'workspace',
    'crash',
    'hungry',
    'slow',
    'program',
    'coding-api',
    'fasttext',
    ...(withJupyter ? ['jupyter'] : []),
  ];
  return images.map((name) => `sandbox/${name}:1`);
}

/** A bucket everyone can read. */
const publicBucket = 'diffusion';

/** Buckets that are there from the start: one a person (with versions), one a group, and the public one. */
export function bucketsOf(people: readonly Person[]): BucketSeed[] {
  const groups = new Set(people.flatMap((person) => person.groups));
  const groupSamples = async (group: string) => [
    ...(await samplesFor(group)),
    ...(await groupSamplesFor(group, people)),
  ];
  return [
    ...people.map(({ name }) => ({
      name,
      owners: [name],
      versioned: true,
      samples: () => samplesFor(name),
    })),
    ...[...groups].map((group) => ({ name: group, owners: [group], samples: () => groupSamples(group) })),
    { name: publicBucket, owners: people.map(({ name }) => name), public: true },
  ];
}

/** The people as facts tell them. */
export function peopleFacts(people: readonly Person[]): SandboxFacts['people'] {
  return people.map(({ name, password, groups }) => ({
    name,
    password,
    namespaces: projectsOf({ name, groups: [...groups] }).map((project) => project.namespace),
    buckets: [name, ...groups, publicBucket],
  }));
}
