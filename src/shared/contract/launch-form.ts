/** What the core tells of an open launch form after each edit; secrets appear as placeholders only. */
import type { Form } from '../launch-form/types.ts';
import type { FailureData } from './errors.ts';

export type ValuePath = readonly (string | number)[];

export interface ValueDifference {
  readonly path: ValuePath;
  /** As YAML on one line; absent: the chart's defaults do not have it. */
  readonly from?: string;
  /** As YAML on one line; absent: it was removed. */
  readonly to?: string;
}

export interface ValueProblem {
  readonly path: ValuePath;
  /** Key below `formProblems` in the translations. */
  readonly kind: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface LaunchForm {
  readonly formId: string;
  readonly chart: { readonly catalogId: string; readonly name: string };
  readonly version: string;
  readonly versions: readonly string[];
  readonly icon?: string;
  readonly description: string;
  /** Release name that Kubernetes will see. */
  readonly releaseName: string;
  readonly friendlyName: string;
  /** Undefined where sharing makes no sense: a personal project. */
  readonly share?: boolean;
  readonly storageProfiles: readonly string[];
  readonly storageProfile?: string;
  readonly usesStorage: boolean;
  /** Absent when the schema is broken or there is none: then there is the text alone, and `schemaProblems` says why. */
  readonly form?: Form;
  readonly schemaProblems: readonly { readonly path: string; readonly message: string }[];
  /** For completion in the editor. */
  readonly schema: unknown;
  readonly yaml: string;
  readonly yamlProblem?: { readonly message: string; readonly line: number; readonly column: number };
  readonly includesChartDefaults: boolean;
  readonly problems: readonly ValueProblem[];
  readonly differences: readonly ValueDifference[];
  /** What it asks for: cores and bytes, as far as the values tell. */
  readonly resources: {
    readonly cpuRequest?: number;
    readonly cpuLimit?: number;
    readonly memoryRequest?: number;
    readonly memoryLimit?: number;
  };
  readonly quota: readonly { readonly name: string; readonly used: number; readonly hard: number }[];
  /** The equivalent `helm` lines; secrets are environment variables. */
  readonly command: string;
  readonly link: string;
  /** Why it cannot be launched now, if so (offline, forbidden, incomplete). */
  readonly blocked?: FailureData;
}
