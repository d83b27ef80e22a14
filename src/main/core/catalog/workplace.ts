/** What the catalog needs of where a person works now; core/index.ts makes it of the present platform and project. */
import type { Context } from '../../../shared/launch-form/types.ts';
import type { LaunchForm } from '../../../shared/contract/launch-form.ts';
import type { Store } from '../store/store.ts';
import type { ChartSource } from './chart-source.ts';
import type { ConfigurationKeeper } from './saved-configurations.ts';

export interface Workplace {
  /** Changes with platform, person and project. */
  readonly key: string;
  readonly store: Store;
  readonly source: ChartSource;
  readonly namespace: string;
  /** False in a personal project: there is nobody to share with. */
  readonly canShare: boolean;
  readonly storageProfiles: readonly string[];
  /** The x-onyxia context of a launch with one of the storage profiles. */
  context(storageProfile?: string): Promise<Context>;
  readonly configurations: ConfigurationKeeper;
  quota(): LaunchForm['quota'];
  /** Bytes of an address on the network: icons. */
  fetchBytes(address: string, limit: number): Promise<{ type: string; bytes: Uint8Array }>;
}
