import { quoted } from './attributes.ts';
import { allowedBucket, isoTime, mayDo, owner, receiveDocument, sendEmpty, sendXml } from './call.ts';
import type { Call } from './call.ts';
import { S3Error } from './errors.ts';
import { listObjects, listVersions } from './listing.ts';
import { parseXml } from './xml.ts';
import type { XmlFields } from './xml.ts';

/** ListBuckets: those that the sender may list or locate. */
export const listBuckets = async (call: Call): Promise<void> => {
  if (call.identity.kind === 'anonymous') throw new S3Error('AccessDenied');
  const visible = call.storage.catalogue
    .buckets()
    .filter(({ name }) => mayDo(call, 'ListBucket', '', name) || mayDo(call, 'GetBucketLocation', '', name));
  sendXml(call, 'ListAllMyBucketsResult', {
    Owner: owner,
    Buckets: { Bucket: visible.map(({ name, created }) => ({ Name: name, CreationDate: isoTime(created) })) },
  });
};

/** Rules for names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html. */
const validName = /^(?!xn--)(?!(\d{1,3}\.){3}\d{1,3}$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** CreateBucket; a person may make the one that bears the person's name. */
export const createBucket = async (call: Call): Promise<void> => {
  const { catalogue, now } = call.storage;
  if (!validName.test(call.bucket)) throw new S3Error('InvalidBucketName');
  if (!mayDo(call, 'CreateBucket', '')) throw new S3Error('AccessDenied');
  const document = await receiveDocument(call);
  if (document.trim() !== '') parseXml(document);
  if (catalogue.bucket(call.bucket)) throw new S3Error('BucketAlreadyOwnedByYou');
  catalogue.createBucket(
    call.bucket,
    call.identity.kind === 'person' ? [call.identity.person.name] : [],
    now(),
  );
  sendEmpty(call, 200, { location: `/${call.bucket}` });
};

/** HeadBucket. */
export const headBucket = async (call: Call): Promise<void> => {
  allowedBucket(call, 'ListBucket');
  sendEmpty(call, 200, { 'x-amz-bucket-region': 'us-east-1' });
};

/** DeleteBucket. */
export const deleteBucket = async (call: Call): Promise<void> => {
  const bucket = allowedBucket(call, 'DeleteBucket');
  try {
    call.storage.catalogue.deleteBucket(call.bucket);
  } catch (error) {
    if (!(error instanceof S3Error) || !bucket.versioning) throw error;
    throw new S3Error('BucketNotEmpty', {
      message: 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    });
  }
  for (const upload of call.storage.uploads.list(call.bucket))
    await call.storage.bodies.discard(call.storage.uploads.abort(upload.id));
  sendEmpty(call, 204);
};

interface ListParameters {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
  /** What was asked for, which the answer repeats as a MinIO server does. */
  readonly maximum: number;
  readonly text: (value: string) => string;
  readonly encoding: string | undefined;
}

/** URL encoding of listings: as a form, yet with `/` and `*` as they are. */
const encodeForm = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');

const listParameters = (call: Call): ListParameters => {
  const { query } = call;
  const encoding = query.get('encoding-type') || undefined;
  if (encoding !== undefined && encoding.toLowerCase() !== 'url')
    throw new S3Error('InvalidArgument', { message: 'Invalid Encoding Method specified in Request' });
  const maximum = query.get('max-keys') || '1000';
  if (!/^\d+$/.test(maximum) || Number(maximum) > 2_147_483_647)
    throw new S3Error('InvalidArgument', {
      message: 'Argument maxKeys must be an integer between 0 and 2147483647',
    });
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: Math.min(Number(maximum), 1000),
    maximum: Number(maximum),
    text: encoding ? encodeForm : (value) => value,
    encoding,
  };
};

const decodeToken = (token: string): string => {
  const decoded = Buffer.from(token, 'base64').toString();
  if (Buffer.from(decoded).toString('base64') !== token)
    throw new S3Error('InvalidArgument', { message: 'The continuation token provided is incorrect' });
  return decoded;
};

/** ListObjects and ListObjectsV2. */
export const listBucket = async (call: Call): Promise<void> => {
  allowedBucket(call, 'ListBucket');
  const { prefix, delimiter, limit, maximum, text, encoding } = listParameters(call);
  const { query, storage } = call;
  const second = query.get('list-type') === '2';
  const token = second ? query.get('continuation-token') : null;
  if (token === '')
    throw new S3Error('InvalidArgument', { message: 'The continuation token provided is incorrect' });
  const startAfter = query.get('start-after') ?? '';
  const marker = query.get('marker') ?? '';
  const after = token === null ? (second ? startAfter : marker) : decodeToken(token);
  const page = listObjects(storage.catalogue.database, {
    bucket: call.bucket,
    prefix,
    delimiter,
    after,
    limit,
  });
  const withOwner = !second || query.get('fetch-owner') === 'true';
  const contents = page.items.map((item) => ({
    Key: text(item.key),
    LastModified: isoTime(item.modified),
    ETag: quoted(item.etag),
    Size: item.size,
    ...(withOwner ? { Owner: owner } : {}),
    StorageClass: item.storageClass,
  }));
  const paging: XmlFields = second
    ? {
        StartAfter: startAfter ? text(startAfter) : undefined,
        ContinuationToken: token ?? undefined,
        NextContinuationToken:
          page.next === undefined ? undefined : Buffer.from(page.next).toString('base64'),
        KeyCount: page.items.length + page.prefixes.length,
      }
    : { Marker: text(marker), NextMarker: page.next === undefined ? undefined : text(page.next) };
  sendXml(call, 'ListBucketResult', {
    Name: call.bucket,
    Prefix: text(prefix),
    ...paging,
    MaxKeys: maximum,
    Delimiter: delimiter ? text(delimiter) : undefined,
    IsTruncated: page.next !== undefined,
    Contents: contents,
    CommonPrefixes: page.prefixes.map((one) => ({ Prefix: text(one) })),
    EncodingType: encoding,
  });
};

/** ListObjectVersions. */
export const listBucketVersions = async (call: Call): Promise<void> => {
  allowedBucket(call, 'ListBucketVersions');
  const { prefix, delimiter, limit, maximum, text, encoding } = listParameters(call);
  const { query, storage } = call;
  const after = query.get('key-marker') ?? '';
  const afterVersion = query.get('version-id-marker') ?? '';
  if (afterVersion && !after)
    throw new S3Error('InvalidArgument', {
      message: 'A version-id marker cannot be specified without a key marker.',
    });
  const list = { bucket: call.bucket, prefix, delimiter, after, limit, afterVersion };
  const page = listVersions(storage.catalogue.database, list);
  const entry = (version: (typeof page.items)[number]): XmlFields => ({
    Key: text(version.key),
    LastModified: isoTime(version.modified),
    ...(version.marker
      ? {}
      : { ETag: quoted(version.etag), Size: version.size, StorageClass: version.storageClass }),
    Owner: owner,
    VersionId: version.version,
    IsLatest: version.latest,
  });
  const last = page.items.at(-1);
  sendXml(call, 'ListVersionsResult', {
    Name: call.bucket,
    Prefix: text(prefix),
    KeyMarker: text(after),
    NextKeyMarker: page.next === undefined ? undefined : text(page.next),
    NextVersionIdMarker: page.next !== undefined && last?.key === page.next ? last.version : undefined,
    VersionIdMarker: afterVersion,
    MaxKeys: maximum,
    Delimiter: delimiter ? text(delimiter) : undefined,
    IsTruncated: page.next !== undefined,
    Version: page.items.filter(({ marker }) => !marker).map(entry),
    DeleteMarker: page.items.filter(({ marker }) => marker).map(entry),
    CommonPrefixes: page.prefixes.map((one) => ({ Prefix: text(one) })),
    EncodingType: encoding,
  });
};
