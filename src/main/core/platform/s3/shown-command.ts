/** The commands that do the same by hand, as a person would type them. Pure. */
import type { S3Endpoint } from './endpoint.ts';
import { quoteWord } from '../helm/equivalent.ts';

/** The name under which `mc` would know a profile (`mc alias set <name> ...`). */
export function aliasOf(endpoint: S3Endpoint): string {
  const name = endpoint.profile.name.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+/, '');
  return name || 's3';
}

/** `mc` with these words, and last the place: `mc rb default/bucket/key`. */
export function mcCommand(words: readonly string[], endpoint: S3Endpoint, bucket: string, key = ''): string {
  const place = key === '' ? `${aliasOf(endpoint)}/${bucket}` : `${aliasOf(endpoint)}/${bucket}/${key}`;
  return ['mc', ...words, place].map(quoteWord).join(' ');
}

/** `aws s3api` with these words for a bucket and perhaps a key. */
export function awsCommand(
  words: readonly string[],
  endpoint: S3Endpoint,
  bucket: string,
  key?: string,
): string {
  return [
    'aws',
    '--endpoint-url',
    endpoint.profile.endpoint,
    's3api',
    ...words,
    '--bucket',
    bucket,
    ...(key === undefined ? [] : ['--key', key]),
  ]
    .map(quoteWord)
    .join(' ');
}
