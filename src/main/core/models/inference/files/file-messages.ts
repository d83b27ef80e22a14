/** What the core and the thread of a file of texts say to each other. */
import type { FailureData } from '../../../../../shared/contract/errors.ts';
import type { PreprocessingProfile } from '../../../../../shared/contract/models/inference.ts';
import type { CodeNames } from '../answers.ts';

/** Bytes are asked of the core, which alone reaches servers. */
export interface InputFacts {
  readonly name: string;
  readonly size: number;
}

export interface PredictJob {
  readonly kind: 'predict';
  readonly input: InputFacts;
  readonly model: string;
  readonly profile: PreprocessingProfile;
  readonly text: string;
  /** Column by variable. */
  readonly variables: Readonly<Record<string, string>>;
  readonly names: CodeNames;
  readonly output: string;
}

export interface ColumnsJob {
  readonly kind: 'columns';
  readonly input: InputFacts;
}

export type FileJob = PredictJob | ColumnsJob;

export interface FileColumns {
  readonly rows?: number | undefined;
  readonly columns: readonly { readonly name: string; readonly examples: readonly string[] }[];
}

export interface Predicted {
  readonly rows: number;
  readonly empty: number;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly md5: string;
}

export type ToFileThread = { readonly id: number } & (
  { readonly bytes: Uint8Array } | { readonly failure: FailureData }
);

export type FromFileThread =
  | { readonly kind: 'read'; readonly id: number; readonly start: number; readonly end: number }
  | {
      readonly kind: 'progress';
      readonly rows: number;
      readonly total?: number | undefined;
      readonly empty: number;
    }
  | { readonly kind: 'columns'; readonly columns: FileColumns }
  | { readonly kind: 'predicted'; readonly predicted: Predicted }
  | { readonly kind: 'failed'; readonly failure: FailureData };
