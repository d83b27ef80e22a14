/** The bucket of the logs. */
import type { S3Server } from '../s3/server.ts';

/** The bucket in which the logs of workflows are kept; people reach them by Argo's server alone. */
export const artifactBucket = 'argo-artifacts';

export interface LogStore {
  keep(key: string, log: Buffer): Promise<void>;
  /** Undefined when there is none. */
  read(key: string): Promise<Buffer | undefined>;
}

/** Opens the bucket `argo-artifacts` of the sandbox's S3. */
export function openLogStore(s3: Pick<S3Server, 'keep' | 'read'>): LogStore {
  return {
    keep: (key, log) => s3.keep(artifactBucket, key, 'text/plain; charset=utf-8', log),
    read: (key) => s3.read(artifactBucket, key),
  };
}
