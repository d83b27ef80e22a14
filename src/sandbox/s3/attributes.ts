import type { Headers } from './body.ts';
import { S3Error } from './errors.ts';
import type { Attributes, Version } from './model.ts';

const kept = new Set([
  'cache-control',
  'content-disposition',
  'content-language',
  'content-type',
  'expires',
  'x-amz-website-redirect-location',
]);

/** Throws InvalidTag where S3 allows no such tags: ten at most, keys of 1 to 128 and values of up to 256 characters. */
export const checkTags = (
  tags: readonly (readonly [key: string, value: string])[],
): Record<string, string> => {
  if (tags.length > 10) throw new S3Error('InvalidTag', { message: 'Object tags cannot be greater than 10' });
  if (new Set(tags.map(([key]) => key)).size !== tags.length)
    throw new S3Error('InvalidTag', { message: 'Cannot provide multiple Tags with the same key' });
  for (const [key, value] of tags) {
    if (key.length < 1 || key.length > 128)
      throw new S3Error('InvalidTag', { message: 'The TagKey you have provided is invalid' });
    if (value.length > 256) throw new S3Error('InvalidTag');
  }
  return Object.fromEntries(tags);
};

/**
 * What a client says of an object in the headers of PutObject, CopyObject or CreateMultipartUpload.
 * Throws S3Error InvalidStorageClass, MetadataTooLarge (over 2 KiB of user metadata) or InvalidTag.
 */
export const attributesOf = (headers: Headers): Attributes => {
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (storageClass !== 'STANDARD' && storageClass !== 'REDUCED_REDUNDANCY')
    throw new S3Error('InvalidStorageClass');
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value !== undefined && (kept.has(name) || name.startsWith('x-amz-meta-')) ? [[name, value]] : [],
  );
  const encoding = headers['content-encoding']
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked' && one !== '')
    .join(',');
  const metadata = entries.filter(([name]) => name.startsWith('x-amz-meta-'));
  if (metadata.reduce((total, [name, value]) => total + name.length - 11 + value.length, 0) > 2048)
    throw new S3Error('MetadataTooLarge');
  return {
    headers: {
      'content-type': 'binary/octet-stream',
      ...Object.fromEntries(entries),
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
    tags: checkTags([...new URLSearchParams(headers['x-amz-tagging'] ?? '')]),
    storageClass,
  };
};

/** An ETag as it stands in headers and XML. */
export const quoted = (etag: string): string => `"${etag}"`;

/** The headers that tell the checksum kept with a version. */
export const checksumHeaders = ({ checksum }: Pick<Version, 'checksum'>): Record<string, string> =>
  checksum
    ? { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': checksum.type }
    : {};

/** The headers that describe a version; `versioned` when its bucket keeps versions. */
export const headersOf = (version: Version, versioned: boolean): Record<string, string> => {
  const tags = Object.keys(version.tags).length;
  return {
    ...version.headers,
    etag: quoted(version.etag),
    'last-modified': new Date(version.modified).toUTCString(),
    ...(version.storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': version.storageClass }),
    ...(tags > 0 ? { 'x-amz-tagging-count': String(tags) } : {}),
    ...(versioned && version.version !== 'null' ? { 'x-amz-version-id': version.version } : {}),
  };
};
