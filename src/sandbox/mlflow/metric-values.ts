/** Values of metrics, as calls bring them and as the tables hold them. */

/** One value of a metric. Times in milliseconds since 1970. */
export interface LoggedMetric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
  /** Logged model that it measures (MLflow 3). */
  readonly model?: string | undefined;
  readonly datasetName?: string | undefined;
  readonly datasetDigest?: string | undefined;
}

/** A value as the tables hold it: infinities as the largest numbers, NaN as a 0 that is marked. */
export const storable = (value: number): { value: number; isNan: 0 | 1 } =>
  Number.isNaN(value)
    ? { value: 0, isNan: 1 }
    : { value: Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value)), isNan: 0 };
