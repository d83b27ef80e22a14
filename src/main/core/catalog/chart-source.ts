/** Where charts come from: an Onyxia API, or plain Helm repositories. */
import type { ChartKey } from '../../../shared/contract/catalog.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import type { Dependency } from '../../../shared/launch-form/types.ts';

/** A chart in a list. */
export interface ListedChart {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  /** Where the icon is on the network, or a `data:` address. */
  readonly icon?: string;
  readonly home?: string;
  readonly needs?: string;
}

export interface ListedCatalog {
  readonly id: string;
  /** By language; `en` where the source has one name only. */
  readonly name: Readonly<Record<string, string>>;
  readonly description: Readonly<Record<string, string>>;
  /** Address of its Helm repository, where known. */
  readonly repository?: string;
  readonly charts: readonly ListedChart[];
  readonly problem?: FailureData;
}

/** All that the launch form needs of one version of a chart. */
export interface ChartVersion {
  readonly version: string;
  /** As served; `""` for a chart without a schema. */
  readonly schema: unknown;
  readonly valuesYaml: unknown;
  readonly dependencies: readonly Dependency[];
}

export interface ChartDescription {
  readonly versions: readonly { version: string; appVersion?: string; created?: string }[];
  readonly readme?: string;
  readonly sources: readonly string[];
  readonly maintainers: readonly string[];
}

/** One way to read catalogs; failures are thrown as Failure. */
export interface ChartSource {
  list(signal?: AbortSignal): Promise<readonly ListedCatalog[]>;
  describe(chart: ChartKey, signal?: AbortSignal): Promise<ChartDescription>;
  open(chart: ChartKey, version: string, signal?: AbortSignal): Promise<ChartVersion>;
}
