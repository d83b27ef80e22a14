/** Bodies of answers that nobody reads. */
import type { S3Answer } from '../../platform/s3/endpoint.ts';

/** Reads the rest, so that the connection can be used again; what breaks now is nobody's concern. */
export function finish({ body }: Pick<S3Answer, 'body'>): void {
  body.on('error', () => {});
  body.resume();
}

/** Gives the rest up, and the connection with it. */
export function giveUp({ body }: Pick<S3Answer, 'body'>): void {
  // Destroying it makes an error, which must have a listener.
  body.on('error', () => {});
  body.destroy();
}
