import { randomUUID } from 'node:crypto';
import { attributesOf, checksumHeaders, checkTags, quoted } from './attributes.ts';
import { allowedBucket, mayDo, sendEmpty } from './call.ts';
import type { Call } from './call.ts';
import { readCondition, writeCondition } from './conditions.ts';
import { S3Error } from './errors.ts';
import type { Bucket, Version } from './model.ts';
import { askedVersion, readable, sendCopyResult } from './object-read.ts';

/** The name that a version written now gets. */
export const newVersionName = (bucket: Bucket): string =>
  bucket.versioning === 'Enabled' ? randomUUID() : 'null';

/** The header that tells the version just written. */
export const versionHeader = (bucket: Bucket, version: string): Record<string, string> =>
  bucket.versioning === 'Enabled' ? { 'x-amz-version-id': version } : {};

/** Throws what a MinIO server answers to a key that it cannot keep (over 1,024 bytes, `..`, an empty component). */
export const checkKey = (key: string): void => {
  if (Buffer.byteLength(key) > 1024) throw new S3Error('KeyTooLongError');
  const components = key.split('/');
  if (components.some((one) => one === '.' || one === '..')) throw new S3Error('XMinioInvalidResourceName');
  if (key.includes('//') || key.startsWith('/') || key.includes('\0') || key.includes('\ufffd'))
    throw new S3Error('XMinioInvalidObjectName');
};

/** PutObject. */
export const putObject = async (call: Call): Promise<void> => {
  const { catalogue, bodies, now } = call.storage;
  const bucket = allowedBucket(call, 'PutObject');
  checkKey(call.key);
  const length = call.headers['x-amz-decoded-content-length'] ?? call.headers['content-length'];
  if (length === undefined) throw new S3Error('MissingContentLength');
  const attributes = attributesOf(call.headers);
  writeCondition(catalogue.find(call.bucket, call.key), call.headers);
  const received = await bodies.receive(call.request, call.headers, call.payload);
  const parts = received.part ? [received.part] : [];
  const version = {
    ...attributes,
    bucket: call.bucket,
    key: call.key,
    version: newVersionName(bucket),
    marker: false,
    size: received.size,
    etag: received.md5,
    modified: now(),
    parts,
    multipart: false,
    checksum: received.checksum && { ...received.checksum, type: 'FULL_OBJECT' as const },
  };
  try {
    const replaced = catalogue.put(version, (current) => writeCondition(current, call.headers));
    await bodies.discard(replaced);
  } catch (error) {
    await bodies.discard(parts);
    throw error;
  }
  sendEmpty(call, 200, {
    etag: quoted(version.etag),
    ...checksumHeaders(version),
    ...versionHeader(bucket, version.version),
  });
};

/** The source of a copy, with its version; throws InvalidArgument where the header names none. */
export const copySource = (call: Call): Version => {
  const [path = '', ...query] = (call.headers['x-amz-copy-source'] ?? '').split('?');
  let decoded: string;
  try {
    decoded = decodeURIComponent(path).replace(/^\//, '');
  } catch {
    decoded = '';
  }
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1)
    throw new S3Error('InvalidArgument', {
      message: 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey.',
    });
  const [bucket, key] = [decoded.slice(0, slash), decoded.slice(slash + 1)];
  allowedBucket(call, 'GetObject', key, bucket);
  const version = askedVersion(new URLSearchParams(query.join('?')).get('versionId'));
  const source = readable(call, bucket, key, version);
  if (readCondition(source, call.headers, 'x-amz-copy-source-') === 'not-modified')
    throw new S3Error('PreconditionFailed', { headers: { etag: quoted(source.etag) } });
  return source;
};

/** CopyObject. */
export const copyObject = async (call: Call): Promise<void> => {
  const { catalogue, bodies, now } = call.storage;
  const bucket = allowedBucket(call, 'PutObject');
  checkKey(call.key);
  const source = copySource(call);
  const directive = call.headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new S3Error('InvalidArgument', { message: 'Unknown metadata directive.' });
  const given = attributesOf(call.headers);
  const sameObject = source.bucket === call.bucket && source.key === call.key && source.latest;
  if (sameObject && directive === 'COPY' && call.headers['x-amz-storage-class'] === undefined)
    throw new S3Error('InvalidRequest', {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    });
  const parts = await bodies.duplicate(source.parts);
  const version = {
    bucket: call.bucket,
    key: call.key,
    version: newVersionName(bucket),
    marker: false,
    size: source.size,
    etag: source.etag,
    modified: now(),
    headers: directive === 'REPLACE' ? given.headers : source.headers,
    tags: call.headers['x-amz-tagging-directive'] === 'REPLACE' ? given.tags : source.tags,
    storageClass: call.headers['x-amz-storage-class'] ?? source.storageClass,
    parts,
    multipart: source.multipart,
    checksum: source.checksum,
  };
  try {
    await bodies.discard(catalogue.put(version, (current) => writeCondition(current, call.headers)));
  } catch (error) {
    await bodies.discard(parts);
    throw error;
  }
  sendCopyResult(call, 'CopyObjectResult', version, {
    etag: quoted(version.etag),
    ...checksumHeaders(version),
    ...versionHeader(bucket, version.version),
    ...(source.version === 'null' ? {} : { 'x-amz-copy-source-version-id': source.version }),
  });
};

/** PutObjectTagging, with tags already read from the request. */
export const putTags = (call: Call, tags: readonly (readonly [string, string])[]): void => {
  const bucket = allowedBucket(call, 'PutObjectTagging');
  const checked = checkTags(tags);
  const object = readable(call, call.bucket, call.key, askedVersion(call.query.get('versionId')));
  call.storage.catalogue.setTags(object.sequence, checked);
  sendEmpty(call, 200, versionHeader(bucket, object.version));
};

/** What became of a key that was to be deleted. */
export interface Deleted {
  readonly version: string | undefined;
  readonly marker: boolean;
}

/**
 * Deletes a version for good, or, without one named, hides the key behind a delete marker where the bucket keeps
 * versions. A key that does not exist is deleted with success, as S3 has it.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html.
 */
export const deleteKey = async (
  call: Call,
  bucket: Bucket,
  key: string,
  version: string | undefined,
): Promise<Deleted> => {
  const { catalogue, bodies, now } = call.storage;
  if (version !== undefined || bucket.versioning === undefined) {
    const removed = catalogue.remove(bucket.name, key, version ?? 'null');
    await bodies.discard(removed?.parts ?? []);
    return { version: removed && version, marker: version !== undefined && removed?.marker === true };
  }
  const marker = {
    bucket: bucket.name,
    key,
    version: newVersionName(bucket),
    marker: true,
    size: 0,
    etag: '',
    modified: now(),
    headers: {},
    tags: {},
    storageClass: 'STANDARD',
    parts: [],
    multipart: false,
    checksum: undefined,
  };
  await bodies.discard(catalogue.put(marker, () => undefined));
  return { version: bucket.versioning === 'Enabled' ? marker.version : undefined, marker: true };
};

/** DeleteObject. */
export const deleteObject = async (call: Call): Promise<void> => {
  const given = call.query.get('versionId');
  const bucket = allowedBucket(call, given === null ? 'DeleteObject' : 'DeleteObjectVersion');
  const version = askedVersion(given);
  if (call.headers['if-match'] !== undefined)
    writeCondition(call.storage.catalogue.find(call.bucket, call.key, version), call.headers);
  const deleted = await deleteKey(call, bucket, call.key, version);
  sendEmpty(call, 204, {
    ...(deleted.version === undefined || deleted.version === 'null'
      ? {}
      : { 'x-amz-version-id': deleted.version }),
    ...(deleted.marker && bucket.versioning === 'Enabled' ? { 'x-amz-delete-marker': 'true' } : {}),
  });
};

/** Whether the sender may delete a key or one of its versions. */
export const mayDelete = (call: Call, key: string, version: string | undefined): boolean =>
  mayDo(call, version === undefined ? 'DeleteObject' : 'DeleteObjectVersion', key);
