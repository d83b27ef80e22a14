import { checksumHeaders, headersOf, quoted } from './attributes.ts';
import type { Call } from './call.ts';
import { allowedBucket, isoTime, sendEmpty, sendXml } from './call.ts';
import { readCondition, rangeOf } from './conditions.ts';
import type { ByteRange } from './conditions.ts';
import { S3Error } from './errors.ts';
import type { Bucket, Version } from './model.ts';

const versionName = /^(null|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The version asked for by `versionId`; undefined where none is. Throws InvalidArgument. */
export const askedVersion = (given: string | null): string | undefined => {
  if (given === null || given === '') return undefined;
  if (!versionName.test(given))
    throw new S3Error('InvalidArgument', { message: 'Invalid version id specified' });
  return given;
};

/** The object that a read is about; throws NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker. */
export const readable = (call: Call, bucket: string, key: string, version: string | undefined): Version => {
  const found = call.storage.catalogue.find(bucket, key, version);
  if (!found) throw new S3Error(version === undefined ? 'NoSuchKey' : 'NoSuchVersion');
  if (found.marker)
    throw new S3Error(version === undefined ? 'NoSuchKey' : 'MethodNotAllowed', {
      headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.version },
    });
  return found;
};

const partRange = (object: Version, text: string): ByteRange => {
  const number = Number(text);
  const count = Math.max(object.parts.length, 1);
  if (!/^\d+$/.test(text) || number < 1 || number > count) throw new S3Error('InvalidPartNumber');
  const start = object.parts.slice(0, number - 1).reduce((total, { size }) => total + size, 0);
  return { start, end: start + (object.parts[number - 1]?.size ?? 0) };
};

const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

const overridden = (call: Call): Record<string, string> => {
  const asked = overrides.flatMap((name): [string, string][] => {
    const value = call.query.get(`response-${name}`);
    return value === null ? [] : [[name, value]];
  });
  if (asked.length > 0 && call.identity.kind === 'anonymous')
    throw new S3Error('InvalidRequest', {
      message: 'Request specific response headers cannot be used for anonymous GET requests.',
    });
  return Object.fromEntries(asked);
};

const readBucket = (call: Call): Bucket => {
  const version = call.query.has('versionId');
  return allowedBucket(call, version ? 'GetObjectVersion' : 'GetObject');
};

/** GetObject and HeadObject: whole, a range, or a part; conditional. */
export const readObject = async (call: Call): Promise<void> => {
  const bucket = readBucket(call);
  const object = readable(call, call.bucket, call.key, askedVersion(call.query.get('versionId')));
  const described = { ...headersOf(object, bucket.versioning !== undefined), 'accept-ranges': 'bytes' };
  const partNumber = call.query.get('partNumber');
  if (partNumber !== null && call.headers['range'] !== undefined)
    throw new S3Error('InvalidRequest', {
      message: 'Cannot specify both Range header and partNumber query parameter',
    });
  if (readCondition(object, call.headers) === 'not-modified') {
    sendEmpty(call, 304, described);
    return;
  }
  const range =
    partNumber === null ? rangeOf(call.headers['range'], object.size) : partRange(object, partNumber);
  const { start, end } = range ?? { start: 0, end: object.size };
  const withChecksum = !range && call.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
  call.response.writeHead(range ? 206 : 200, {
    ...described,
    ...overridden(call),
    ...(withChecksum ? checksumHeaders(object) : {}),
    ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${object.size}` } : {}),
    ...(partNumber !== null && object.multipart
      ? { 'x-amz-mp-parts-count': String(object.parts.length) }
      : {}),
    'content-length': String(end - start),
  });
  if (call.method === 'GET') await call.storage.bodies.send(object.parts, start, end, call.response);
  call.response.end();
};

const xmlChecksum = (object: Version): Record<string, string> | undefined =>
  object.checksum && {
    [`Checksum${object.checksum.algorithm.toUpperCase()}`]: object.checksum.value,
    ChecksumType: object.checksum.type,
  };

/** GetObjectAttributes. */
export const readAttributes = async (call: Call): Promise<void> => {
  const bucket = allowedBucket(call, 'GetObject');
  const asked = new Set(
    (call.headers['x-amz-object-attributes'] ?? '').split(',').map((name) => name.trim()),
  );
  if (asked.has('')) throw new S3Error('InvalidArgument', { message: 'Invalid attribute name specified.' });
  const object = readable(call, call.bucket, call.key, askedVersion(call.query.get('versionId')));
  sendXml(
    call,
    'GetObjectAttributesResponse',
    {
      ETag: asked.has('ETag') ? object.etag : undefined,
      Checksum: asked.has('Checksum') ? xmlChecksum(object) : undefined,
      ObjectParts: asked.has('ObjectParts')
        ? {
            IsTruncated: false,
            MaxParts: 10_000,
            NextPartNumberMarker: object.parts.length,
            PartNumberMarker: 0,
            PartsCount: object.parts.length,
            Part: object.parts.map(({ size }, index) => ({ PartNumber: index + 1, Size: size })),
          }
        : undefined,
      StorageClass: asked.has('StorageClass') ? object.storageClass : undefined,
      ObjectSize: asked.has('ObjectSize') ? object.size : undefined,
    },
    {
      'last-modified': new Date(object.modified).toUTCString(),
      ...(bucket.versioning ? { 'x-amz-version-id': object.version } : {}),
    },
  );
};

/** The answer to a copy: CopyObjectResult or CopyPartResult. */
export const sendCopyResult = (
  call: Call,
  root: string,
  result: { etag: string; modified: number },
  headers: Record<string, string>,
): void =>
  sendXml(call, root, { ETag: quoted(result.etag), LastModified: isoTime(result.modified) }, headers);
