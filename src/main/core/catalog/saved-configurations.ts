/** Configurations that a person saved, in the shape in which Onyxia keeps them. */
import type { Followed } from '../live.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { Atom } from '../../../shared/launch-form/patch.ts';
import type { Path } from '../../../shared/launch-form/json.ts';

/** One entry of Onyxia's `restorableServiceConfigs`; fields that we do not know are kept as they are. */
export interface StoredConfiguration {
  readonly friendlyName: string;
  readonly catalogId: string;
  readonly chartName: string;
  readonly chartVersion: string;
  readonly isShared?: boolean | undefined;
  readonly s3ProfileName?: string | undefined;
  readonly helmValuesPatch: readonly { readonly path: Path; readonly value?: Atom | undefined }[];
}

export interface KeptConfigurations {
  readonly configurations: readonly StoredConfiguration[];
  readonly kept: 'vault' | 'laptop';
  readonly problem?: FailureData;
}

/** Where they are kept: the platform's Vault, or this laptop. */
export interface ConfigurationKeeper {
  readonly state: Followed<KeptConfigurations>;
  /** Reads, changes and writes with check-and-set; tried again when another client wrote meanwhile. */
  change(
    change: (list: readonly StoredConfiguration[]) => readonly StoredConfiguration[],
  ): Promise<'vault' | 'laptop'>;
}

/** Onyxia's identity of a saved configuration: its name, among those of the same chart. */
export function isSame(
  one: Pick<StoredConfiguration, 'friendlyName' | 'catalogId' | 'chartName'>,
  other: Pick<StoredConfiguration, 'friendlyName' | 'catalogId' | 'chartName'>,
): boolean {
  return (
    one.friendlyName === other.friendlyName &&
    one.catalogId === other.catalogId &&
    one.chartName === other.chartName
  );
}

/** The list with one more, in the place of one of the same identity. */
export function withConfiguration(
  list: readonly StoredConfiguration[],
  saved: StoredConfiguration,
): readonly StoredConfiguration[] {
  return list.some((other) => isSame(other, saved))
    ? list.map((other) => (isSame(other, saved) ? { ...other, ...saved } : other))
    : [...list, saved];
}
