/** What every part of the storage works with: whose endpoints, whose store, which folder. */
import type { Project } from '../../../shared/contract/sign-in.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network/network.ts';
import type { Region } from '../platform/onyxia/types.ts';
import type { S3Endpoint } from '../platform/s3/endpoint.ts';
import type { StsProfile } from '../platform/s3/sts.ts';
import type { CommandLog } from '../shell/commands.ts';
import type { Notifications } from '../shell/notifications.ts';
import type { Store } from '../store/store.ts';

/** Where a person works; made anew when platform, person or project change. */
export interface StoragePlatform {
  /** Changes with platform, person and project. */
  readonly key: string;
  readonly platformId: string;
  readonly userName: string;
  readonly project: Project;
  readonly profiles: readonly StsProfile[];
  /** Holds the bookmarks of the platform, templates not yet filled in. */
  readonly region: Region | undefined;
  claims(): Readonly<Record<string, unknown>>;
  readonly network: Network;
  /** One a platform and person. */
  readonly store: Store;
  /** Own folder (0700, it exists) for caches and staged files; one a platform and person. */
  readonly folder: string;
  readonly forbidsLocalCopies: boolean;
  readonly forbidsExports: boolean;
}

/** What the parts get besides the platform. */
export interface StorageSurroundings {
  readonly host: Pick<Host, 'clock' | 'secrets' | 'openFile' | 'keepAwake' | 'onResume' | 'temporaryFolder'>;
  readonly commands: CommandLog;
  readonly notifications: Pick<Notifications, 'add'>;
  /** Told of exceptions that nobody expected. */
  readonly report: (error: unknown, where: string) => void;
}

/** The platform with the endpoints of its profiles and of the person's own. */
export interface StorageContext extends StoragePlatform {
  /** The endpoint of a profile. @throws Failure `not-found` with `storage-no-profile`. */
  endpoint(profile: string): S3Endpoint;
}

/** Gives the context of the moment. @throws Failure `signed-out` where nobody is signed in. */
export type Here = () => StorageContext;
