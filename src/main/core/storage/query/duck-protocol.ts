/** What the core and the worker that owns DuckDB say to each other. */
import type { Cell } from '../../../../shared/contract/storage/preview.ts';

export interface WorkerSettings {
  /** The only folder whose files DuckDB may read and write. */
  readonly folder: string;
  readonly temporary: string;
  /** Bytes that DuckDB may put aside there. */
  readonly temporaryLimit: number;
}

export interface OpenSettings {
  readonly name: string;
  /** Database file; absent: in memory. */
  readonly file?: string | undefined;
  /** Bytes. */
  readonly memoryLimit: number;
  readonly threads: number;
  readonly keepsOrder: boolean;
  readonly disabledOptimizers?: string | undefined;
}

export type DuckValue = string | number | boolean | null;

export interface DuckCall {
  open: { input: OpenSettings; output: void };
  run: { input: { name: string; sql: string; values?: readonly DuckValue[] }; output: Cell[][] };
  interrupt: { input: { name: string }; output: void };
  close: { input: { name: string }; output: void };
  end: { input: undefined; output: void };
}

export interface DuckRequest {
  readonly id: number;
  readonly call: keyof DuckCall;
  readonly input: unknown;
}

export type DuckAnswer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failed: string };
