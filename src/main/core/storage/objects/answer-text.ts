/** Reading the end of an answer, so that its connection is free again. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { S3Answer, S3Endpoint } from '../../platform/s3/endpoint.ts';

/** The whole body as text. @throws Failure `unreachable` when the connection ends before it does */
export async function textOf(endpoint: S3Endpoint, answer: S3Answer): Promise<string> {
  try {
    return await answer.text();
  } catch (error) {
    if (isFailure(error)) throw error;
    throw failure('unreachable', 'The connection ended before the answer did', {
      reason: 'connection-lost',
      values: { host: endpoint.host },
      ...(error instanceof Error && { words: error.message }),
    });
  }
}
