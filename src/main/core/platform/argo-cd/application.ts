/**
 * An Application of Argo CD, as far as it is read here; every field may be absent. Field names: `Application` of
 * argoproj.io/v1alpha1 (argo-cd, pkg/apis/application/v1alpha1/types.go).
 */
import type { KubernetesObject } from '../kubernetes/objects.ts';

export interface HelmParameter {
  readonly name?: string;
  readonly value?: string;
  readonly forceString?: boolean;
}

/** A patch over what the kustomization gives (Argo CD 2.9 and later); `patch` is YAML. */
export interface KustomizePatch {
  readonly target?: { readonly kind?: string; readonly name?: string };
  readonly patch?: string;
}

export interface ApplicationSource {
  readonly repoURL?: string;
  readonly path?: string;
  readonly targetRevision?: string;
  readonly chart?: string;
  /** `images`: `[name=]repository[:tag|@digest]`, as kustomize takes them. */
  readonly kustomize?: { readonly images?: readonly string[]; readonly patches?: readonly KustomizePatch[] };
  readonly helm?: { readonly parameters?: readonly HelmParameter[]; readonly releaseName?: string };
  readonly plugin?: { readonly env?: readonly { readonly name?: string; readonly value?: string }[] };
}

export interface ApplicationHistory {
  readonly id?: number;
  readonly revision?: string;
  readonly revisions?: readonly string[];
  readonly deployedAt?: string;
  readonly source?: ApplicationSource;
  readonly sources?: readonly ApplicationSource[];
  readonly initiatedBy?: { readonly username?: string; readonly automated?: boolean };
}

export interface ApplicationResource {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly status?: string;
  readonly health?: { readonly status?: string; readonly message?: string };
}

export interface ArgoApplication extends KubernetesObject {
  readonly spec?: {
    readonly project?: string;
    readonly source?: ApplicationSource;
    readonly sources?: readonly ApplicationSource[];
    readonly destination?: { readonly server?: string; readonly namespace?: string };
    readonly syncPolicy?: {
      readonly automated?: { readonly enabled?: boolean; readonly selfHeal?: boolean } | null;
      readonly syncOptions?: readonly string[];
      readonly retry?: object;
    };
  };
  readonly operation?: object | null;
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string; readonly revisions?: string[] };
    readonly health?: {
      readonly status?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    };
    readonly operationState?: {
      readonly phase?: string;
      readonly message?: string;
      readonly finishedAt?: string;
    };
    readonly resources?: readonly ApplicationResource[];
    readonly history?: readonly ApplicationHistory[];
    readonly conditions?: readonly { readonly type?: string; readonly message?: string }[];
    readonly summary?: { readonly images?: readonly string[]; readonly externalURLs?: readonly string[] };
    readonly reconciledAt?: string;
    /** `Kustomize`, `Helm`, `Directory`, `Plugin`: what the source turned out to be. */
    readonly sourceType?: string;
  };
}

/** Where applications are in the Kubernetes API; without a namespace, those of all. */
export function applicationsPath(namespace?: string, name?: string): string {
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const one = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `/apis/argoproj.io/v1alpha1${within}/applications${one}`;
}

/** Whether Argo CD brings the cluster in step by itself; `automated.enabled: false` switches it off (Argo CD 3). */
export function isAutomatic({ spec }: ArgoApplication): boolean {
  const automated = spec?.syncPolicy?.automated;
  return automated !== undefined && automated !== null && automated.enabled !== false;
}
