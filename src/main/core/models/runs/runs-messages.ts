/** What the core and the thread of the runs say to each other. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { RunRow } from '../../../../shared/contract/models/runs.ts';
import type { MlflowRun } from '../../platform/mlflow/mlflow.ts';
import type { Order } from './filter-sql.ts';
import type { RunColumn } from './select-runs.ts';
import type { MetricCurve } from './thin-history.ts';

/** How far the runs of an experiment are known. */
export interface ExperimentState {
  readonly runs: number;
  /** The latest start that a look at the server found, in milliseconds since 1970. */
  readonly newest: number;
  /** When all runs were last seen; absent: never. */
  readonly completeAt?: number;
  /** When the server was last asked with success. */
  readonly freshAt?: number;
  /** Ids of runs that have not ended as far as is known. */
  readonly unfinished: readonly string[];
}

/** A page of runs/search that was written. */
export interface WrittenPage {
  /** In the order of the page. */
  readonly ids: readonly string[];
  readonly changed: number;
  readonly next?: string;
}

/** Every call is about one database, which its file names. */
export interface RunsCalls {
  state: { input: { experiment: string }; output: ExperimentState };
  /** Bytes of an answer of runs/search. `isLook`: the runs count towards the newest start. */
  page: {
    input: { bytes: Uint8Array<ArrayBuffer>; experiment: string; pass: number; isLook: boolean };
    output: WrittenPage;
  };
  /** Bytes of an answer of runs/get; a run that was deleted is taken out. */
  put: { input: { bytes: Uint8Array<ArrayBuffer> }; output: { run: MlflowRun; changed: number } };
  /** All was seen: what this pass did not see is gone. */
  endPass: { input: { experiment: string; pass: number; at: number }; output: number };
  endLook: { input: { experiment: string; at: number }; output: undefined };
  remove: { input: { runs: readonly string[] }; output: number };
  rows: {
    input: {
      experiments: readonly string[];
      filter: string;
      order: readonly Order[];
      columns: readonly string[];
      offset: number;
      limit: number;
    };
    output: { rows: RunRow[]; total: number };
  };
  columns: { input: { experiments: readonly string[] }; output: RunColumn[] };
  runs: { input: { ids: readonly string[] }; output: MlflowRun[] };
  counts: { input: object; output: Record<string, number> };
  /** Bytes of answers of metrics/get-history or get-history-bulk-interval, whose points they share out by run. */
  curves: {
    input: {
      answers: readonly Uint8Array<ArrayBuffer>[];
      runs: readonly string[];
      metric: string;
      points: number;
    };
    output: MetricCurve[];
  };
  keptCurves: {
    input: { runs: readonly string[]; metric: string; points: number };
    output: MetricCurve[];
  };
  close: { input: object; output: undefined };
}

export type RunsCall = keyof RunsCalls;

export interface RunsRequest<Call extends RunsCall = RunsCall> {
  readonly id: number;
  readonly file: string;
  /** Of the server, for sentences. */
  readonly host: string;
  readonly call: Call;
  readonly input: RunsCalls[Call]['input'];
}

export type RunsAnswer = { readonly id: number } & (
  { readonly value: unknown } | { readonly failed: FailureData }
);
