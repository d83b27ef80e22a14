/** What models, training and serving work with: whose project, on which servers, in which store and folder. */
import type { PlatformFile } from '../../shared/contract/platform.ts';
import type { Place } from '../../shared/contract/storage/places.ts';
import type { Host } from './host.ts';
import type { Network } from './network/network.ts';
import type { KubernetesClient } from './platform/kubernetes/client.ts';
import type { S3Endpoint } from './platform/s3/endpoint.ts';
import type { CommandLog } from './shell/commands.ts';
import type { Notifications } from './shell/notifications.ts';
import type { TaskList } from './shell/tasks.ts';
import type { Store } from './store/store.ts';

/** Where a person works; made anew when platform, person or project change. */
export interface ProjectContext {
  /** Changes with platform, person and project. */
  readonly key: string;
  readonly platformId: string;
  readonly userName: string;
  readonly network: Network;
  /** One a platform and person. */
  readonly store: Store;
  /** Own folder (0700, it exists), one a platform and person; each capability has a folder of its own name in it. */
  readonly folder: string;
  /** The endpoint of a storage profile. @throws Failure `not-found` with `storage-no-profile`. */
  endpoint(profile: string): S3Endpoint;
  /** The profile that addresses like `s3://bucket/key` are meant in; undefined where the platform has no storage. */
  readonly homeProfile: string | undefined;
  /** The person's bucket and those of the project. */
  readonly roots: readonly Place[];
  readonly namespace: string;
  /** Undefined where the platform has no Kubernetes endpoint. */
  readonly cluster: KubernetesClient | undefined;
  readonly platform: Pick<PlatformFile, 'mlflow' | 'argo' | 'training' | 'argoCd' | 'codingApi'>;
  readonly forbidsLocalCopies: boolean;
  readonly forbidsExports: boolean;
}

/** What the parts get besides the project. */
export interface ProjectSurroundings {
  readonly host: Pick<Host, 'clock' | 'secrets' | 'onResume' | 'temporaryFolder' | 'keepAwake' | 'version'>;
  readonly commands: CommandLog;
  readonly notifications: Pick<Notifications, 'add'>;
  readonly tasks: TaskList;
  /** Told of exceptions that nobody expected. */
  readonly report: (error: unknown, where: string) => void;
}

/** Gives the context of the moment. @throws Failure `signed-out` where nobody is signed in. */
export type InProject = () => ProjectContext;
