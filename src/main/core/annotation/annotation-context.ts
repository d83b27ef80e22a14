/** What every part of the annotation works with: whose campaigns, on which servers, in which store and folder. */
import type { Place } from '../../../shared/contract/storage/places.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network/network.ts';
import type { S3Endpoint } from '../platform/s3/endpoint.ts';
import type { CommandLog } from '../shell/commands.ts';
import type { Notifications } from '../shell/notifications.ts';
import type { Store } from '../store/store.ts';

/** Where a person works; made anew when platform, person or project change. */
export interface AnnotationContext {
  /** Changes with platform, person and project. */
  readonly key: string;
  readonly platformId: string;
  /** By this name the person appears in campaigns. */
  readonly userName: string;
  readonly network: Network;
  /** One a platform and person. */
  readonly store: Store;
  /** Own folder (0700, it exists) for nomenclatures, caches and models; one a platform and person. */
  readonly folder: string;
  /** The endpoint of a storage profile. @throws Failure `not-found` with `storage-no-profile`. */
  endpoint(profile: string): S3Endpoint;
  /** The profile that addresses like `s3://bucket/key` are meant in; undefined where the platform has no storage. */
  readonly homeProfile: string | undefined;
  /** Places below which `campaigns/` is looked for: the person's bucket and those of the project. */
  readonly roots: readonly Place[];
  /** Addresses (s3:// or https://) of nomenclature files that the team shares. */
  readonly nomenclatureAddresses: readonly string[];
  /** The served model that the platform names, offered as a source of suggestions. */
  readonly codingApi: string | undefined;
  readonly forbidsLocalCopies: boolean;
  readonly forbidsExports: boolean;
}

/** What the parts get besides the platform. */
export interface AnnotationSurroundings {
  readonly host: Pick<Host, 'clock' | 'secrets' | 'onResume' | 'temporaryFolder'>;
  readonly commands: CommandLog;
  readonly notifications: Pick<Notifications, 'add'>;
  /** Told of exceptions that nobody expected. */
  readonly report: (error: unknown, where: string) => void;
}

/** Gives the context of the moment. @throws Failure `signed-out` where nobody is signed in. */
export type Here = () => AnnotationContext;
