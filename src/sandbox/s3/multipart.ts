import { attributesOf, quoted } from './attributes.ts';
import { allowedBucket, isoTime, owner, sendEmpty, sendXml } from './call.ts';
import type { Call } from './call.ts';
import { S3Error } from './errors.ts';
import { afterPrefix } from './listing.ts';
import type { Part, Upload, UploadedPart } from './model.ts';
import type { Received } from './body.ts';
import { sendCopyResult } from './object-read.ts';
import { checkKey, copySource } from './object-write.ts';

/** The upload that a call is about; throws NoSuchUpload. */
export const uploadOf = (call: Call): Upload =>
  call.storage.uploads.get(call.bucket, call.key, call.query.get('uploadId') ?? '');

/** CreateMultipartUpload. */
export const createUpload = async (call: Call): Promise<void> => {
  allowedBucket(call, 'PutObject');
  checkKey(call.key);
  const algorithm = call.headers['x-amz-checksum-algorithm'];
  const type = call.headers['x-amz-checksum-type'];
  const id = call.storage.uploads.begin({
    ...attributesOf(call.headers),
    bucket: call.bucket,
    key: call.key,
    initiated: call.storage.now(),
    checksumAlgorithm: algorithm?.toLowerCase(),
    checksumType: type ?? (algorithm?.toLowerCase() === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE'),
  });
  sendXml(
    call,
    'InitiateMultipartUploadResult',
    { Bucket: call.bucket, Key: call.key, UploadId: id },
    algorithm === undefined
      ? {}
      : { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': type ?? 'COMPOSITE' },
  );
};

const partNumber = (call: Call): number => {
  const number = Number(call.query.get('partNumber'));
  if (Number.isInteger(number) && number > 0 && number <= 10_000) return number;
  if (number === 0) throw new S3Error('InvalidPart');
  throw new S3Error('InvalidArgument', {
    message: 'Part number must be an integer between 1 and 10000, inclusive',
  });
};

const keep = async (
  call: Call,
  upload: Upload,
  number: number,
  received: Received & { readonly part: Part | undefined },
): Promise<UploadedPart> => {
  const { uploads, bodies, now } = call.storage;
  const part = {
    number,
    etag: received.md5,
    size: received.size,
    modified: now(),
    file: received.part?.file ?? '',
    checksum: received.checksum,
  };
  try {
    await bodies.discard(uploads.keepPart(upload, part));
  } catch (error) {
    await bodies.discard(received.part ? [received.part] : []);
    throw error;
  }
  return part;
};

/** UploadPart. */
export const uploadPart = async (call: Call): Promise<void> => {
  allowedBucket(call, 'PutObject');
  const number = partNumber(call);
  const upload = uploadOf(call);
  if ((call.headers['x-amz-decoded-content-length'] ?? call.headers['content-length']) === undefined)
    throw new S3Error('MissingContentLength');
  const received = await call.storage.bodies.receive(call.request, call.headers, call.payload);
  const part = await keep(call, upload, number, received);
  sendEmpty(call, 200, {
    etag: quoted(part.etag),
    ...(part.checksum ? { [`x-amz-checksum-${part.checksum.algorithm}`]: part.checksum.value } : {}),
  });
};

/** UploadPartCopy. */
export const uploadPartCopy = async (call: Call): Promise<void> => {
  allowedBucket(call, 'PutObject');
  const number = partNumber(call);
  const upload = uploadOf(call);
  const source = copySource(call);
  const header = call.headers['x-amz-copy-source-range'];
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header ?? '') ?? [];
  if (header !== undefined && (first === undefined || last === undefined || Number(last) < Number(first)))
    throw new S3Error('InvalidArgument', {
      message:
        'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    });
  const [start, end] = header === undefined ? [0, source.size] : [Number(first), Number(last) + 1];
  if (end > source.size)
    throw new S3Error('InvalidArgument', { message: 'Range specified is not valid for source object' });
  const received = await call.storage.bodies.excerpt(source.parts, start, end);
  sendCopyResult(call, 'CopyPartResult', await keep(call, upload, number, received), {});
};

/** AbortMultipartUpload; an upload that does not exist is aborted with success, as a MinIO server has it. */
export const abortUpload = async (call: Call): Promise<void> => {
  allowedBucket(call, 'AbortMultipartUpload');
  const { uploads, bodies } = call.storage;
  await bodies.discard(uploads.abort(call.query.get('uploadId') ?? ''));
  sendEmpty(call, 204);
};

const whole = (call: Call, name: string, otherwise: number): number => {
  const text = call.query.get(name);
  if (text === null || text === '') return otherwise;
  if (!/^\d+$/.test(text) || Number(text) > 2_147_483_647)
    throw new S3Error('InvalidArgument', {
      message: `Argument ${name} must be an integer between 0 and 2147483647`,
    });
  return Number(text);
};

/** ListParts. */
export const listParts = async (call: Call): Promise<void> => {
  allowedBucket(call, 'ListMultipartUploadParts');
  const upload = uploadOf(call);
  const after = whole(call, 'part-number-marker', 0);
  const limit = Math.min(whole(call, 'max-parts', 1000), 1000);
  const parts = call.storage.uploads.parts(upload.id, after, limit + 1);
  const page = parts.slice(0, limit);
  sendXml(call, 'ListPartsResult', {
    Bucket: call.bucket,
    Key: call.key,
    UploadId: upload.id,
    Initiator: owner,
    Owner: owner,
    StorageClass: upload.storageClass,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: parts.length > limit,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: isoTime(part.modified),
      ETag: quoted(part.etag),
      Size: part.size,
      ...(part.checksum ? { [`Checksum${part.checksum.algorithm.toUpperCase()}`]: part.checksum.value } : {}),
    })),
  });
};

/** ListMultipartUploads, by key and age, with delimiter and markers. */
export const listUploads = async (call: Call): Promise<void> => {
  allowedBucket(call, 'ListBucketMultipartUploads');
  const parameter = (name: string): string => call.query.get(name) ?? '';
  const [prefix, delimiter, keyMarker, idMarker] = [
    parameter('prefix'),
    parameter('delimiter'),
    parameter('key-marker'),
    parameter('upload-id-marker'),
  ];
  const limit = Math.min(whole(call, 'max-uploads', 1000), 1000);
  const all = call.storage.uploads.list(call.bucket);
  const marked = idMarker ? all.findIndex(({ id }) => id === idMarker) : -1;
  const skipTo = delimiter && keyMarker.endsWith(delimiter) ? afterPrefix(keyMarker) : undefined;
  const left = (marked >= 0 ? all.slice(marked + 1) : all).filter(
    ({ key }) =>
      key.startsWith(prefix) &&
      (marked >= 0 || keyMarker === '' || (skipTo === undefined ? key > keyMarker : key >= skipTo)),
  );
  const listed: Upload[] = [];
  const prefixes: string[] = [];
  let last: { key: string; id: string } | undefined;
  let truncated = false;
  for (const upload of left) {
    const end = delimiter ? upload.key.indexOf(delimiter, prefix.length) : -1;
    const common = end < 0 ? undefined : upload.key.slice(0, end + delimiter.length);
    if (common !== undefined && prefixes.at(-1) === common) continue;
    if (listed.length + prefixes.length >= limit) {
      truncated = true;
      break;
    }
    if (common === undefined) listed.push(upload);
    else prefixes.push(common);
    last = { key: common ?? upload.key, id: common === undefined ? upload.id : '' };
  }
  sendXml(call, 'ListMultipartUploadsResult', {
    Bucket: call.bucket,
    KeyMarker: keyMarker,
    UploadIdMarker: idMarker,
    NextKeyMarker: truncated ? (last?.key ?? '') : '',
    NextUploadIdMarker: truncated ? (last?.id ?? '') : '',
    Prefix: prefix,
    Delimiter: delimiter || undefined,
    MaxUploads: limit,
    IsTruncated: truncated,
    Upload: listed.map((upload) => ({
      Key: upload.key,
      UploadId: upload.id,
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.storageClass,
      Initiated: isoTime(upload.initiated),
    })),
    CommonPrefixes: prefixes.map((one) => ({ Prefix: one })),
  });
};
