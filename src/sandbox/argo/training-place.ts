/** Where the pods of a training find what they need, and the names under which it is there. */
import type { ServiceKey } from '../s3/service-keys.ts';

export const workflowAccount = 'workflow';
export const trainingSecret = 's3-training';
export const trainingImage = 'sandbox/fasttext:1';

export interface TrainingPlace {
  /** The object storage, as pods reach it. */
  readonly s3: string;
  /** The tracking server, as pods reach it; undefined where there is none. */
  readonly mlflow: string | undefined;
  /** Keys by namespace: those of projects; other namespaces get nothing. */
  readonly keys: ReadonlyMap<string, ServiceKey>;
}
