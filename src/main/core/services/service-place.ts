/** What the services capability needs of where a person works now; core/index.ts makes it of the present project. */
import type { Failure } from '../../../shared/contract/errors.ts';
import type { JsonObject } from '../../../shared/launch-form/json.ts';
import type { KubernetesClient } from '../platform/kubernetes/client.ts';
import type { OnyxiaClient } from '../platform/onyxia/client.ts';
import type { Store } from '../store/store.ts';

/** What is to be installed. */
export interface Order {
  readonly catalogId: string;
  readonly chart: string;
  readonly version: string;
  /** Address of the chart's Helm repository, where known. */
  readonly repository: string | undefined;
  readonly releaseName: string;
  readonly friendlyName: string;
  readonly share: boolean;
  readonly values: JsonObject;
  /** The lines that would do the same, without secrets. */
  readonly command: string;
}

/** Helm, for a cluster without Onyxia: already bound to the namespace and the person. */
export interface Installer {
  install(order: Order): Promise<void>;
  /** Upgrades with the values it has and these changes. */
  change(release: string, changes: JsonObject): Promise<void>;
  uninstall(release: string): Promise<void>;
}

export interface ServicePlace {
  /** Changes with platform, person and project. */
  readonly key: string;
  readonly store: Store;
  readonly namespace: string;
  readonly project: string;
  readonly userName: string;
  readonly inGroup: boolean;
  /** Absent where the platform has no Kubernetes endpoint. */
  readonly client: KubernetesClient | undefined;
  readonly onyxia: OnyxiaClient | undefined;
  readonly installer: Installer | undefined;
  /** Password that Onyxia gives to all services of the project, to recognise it in values. */
  projectPassword(): Promise<string | undefined>;
  /** Why Kubernetes cannot be asked, when it is there but refuses. */
  readonly kubernetesProblem?: Failure;
}
