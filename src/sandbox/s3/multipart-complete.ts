import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { checksumHeaders, quoted } from './attributes.ts';
import { allowedBucket, receiveXml, sendXml } from './call.ts';
import type { Call } from './call.ts';
import { checksumAlgorithms, startChecksum } from './checksum.ts';
import type { ChecksumAlgorithm } from './checksum.ts';
import { writeCondition } from './conditions.ts';
import { S3Error } from './errors.ts';
import type { Upload, UploadedPart, Version } from './model.ts';
import { uploadOf } from './multipart.ts';
import { newVersionName, versionHeader } from './object-write.ts';
import { childrenNamed, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** All parts but the last have at least 5 MiB (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */
const smallestPart = 5 << 20;

/** The ETag of an object made of parts: the MD5 of their MD5s, and how many there are. */
export const multipartEtag = (etags: readonly string[]): string =>
  `${createHash('md5')
    .update(Buffer.from(etags.join(''), 'hex'))
    .digest('hex')}-${etags.length}`;

/** The parts that a completion lists, each held to what was uploaded. Throws InvalidPart, InvalidPartOrder, EntityTooSmall. */
const chosenParts = (document: XmlElement, uploaded: readonly UploadedPart[]): UploadedPart[] => {
  const listed = childrenNamed(document, 'Part');
  if (document.name !== 'CompleteMultipartUpload') throw new S3Error('MalformedXML');
  if (listed.length === 0)
    throw new S3Error('InvalidRequest', { message: 'You must specify at least one part' });
  const numbers = listed.map((part) => Number(textOf(part, 'PartNumber')));
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)))
    throw new S3Error('InvalidPartOrder');
  const known = new Map(uploaded.map((part) => [part.number, part]));
  const chosen = listed.map((element, index) => {
    const part = known.get(numbers[index] ?? 0);
    if (!part || textOf(element, 'ETag')?.replace(/^"|"$/g, '') !== part.etag)
      throw new S3Error('InvalidPart');
    const checksum = part.checksum;
    const claimed = checksum && textOf(element, `Checksum${checksum.algorithm.toUpperCase()}`);
    if (claimed !== undefined && claimed !== checksum?.value) throw new S3Error('InvalidPart');
    return part;
  });
  if (chosen.slice(0, -1).some(({ size }) => size < smallestPart)) throw new S3Error('EntityTooSmall');
  return chosen;
};

const isAlgorithm = (name: string | undefined): name is ChecksumAlgorithm =>
  checksumAlgorithms.some((one) => one === name);

/**
 * The checksum of the whole: of the parts' checksums (COMPOSITE), or of all bytes, read once more (FULL_OBJECT).
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html.
 */
const checksumOf = async (
  call: Call,
  upload: Upload,
  parts: readonly UploadedPart[],
): Promise<Version['checksum']> => {
  const algorithm = upload.checksumAlgorithm;
  if (!isAlgorithm(algorithm)) return undefined;
  const running = startChecksum(algorithm);
  if (upload.checksumType === 'FULL_OBJECT') {
    const sink = new Writable({
      write: (chunk: Buffer, _, done) => {
        running.update(chunk);
        done();
      },
    });
    const size = parts.reduce((total, part) => total + part.size, 0);
    await call.storage.bodies.send(parts, 0, size, sink);
    return { algorithm, value: running.digest().toString('base64'), type: 'FULL_OBJECT' };
  }
  if (parts.some(({ checksum }) => checksum?.algorithm !== algorithm)) throw new S3Error('InvalidPart');
  for (const { checksum } of parts) running.update(Buffer.from(checksum?.value ?? '', 'base64'));
  return { algorithm, value: `${running.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
};

/** CompleteMultipartUpload; its parts become the object without being copied. */
export const completeUpload = async (call: Call): Promise<void> => {
  const { catalogue, uploads, bodies, now } = call.storage;
  const bucket = allowedBucket(call, 'PutObject');
  // Checksums of this request are those of the object, not of the document that comes with it.
  const headers = Object.fromEntries(
    Object.entries(call.headers).filter(([name]) => !name.startsWith('x-amz-checksum-')),
  );
  const document = await receiveXml({ ...call, headers });
  const upload = uploadOf(call);
  const uploaded = uploads.parts(upload.id);
  const chosen = chosenParts(document, uploaded);
  writeCondition(catalogue.find(call.bucket, call.key), call.headers);
  const checksum = await checksumOf(call, upload, chosen);
  const claimed = checksum && call.headers[`x-amz-checksum-${checksum.algorithm}`];
  if (claimed !== undefined && claimed !== checksum?.value) throw new S3Error('XAmzContentChecksumMismatch');
  const version = {
    headers: upload.headers,
    tags: upload.tags,
    storageClass: upload.storageClass,
    bucket: call.bucket,
    key: call.key,
    version: newVersionName(bucket),
    marker: false,
    size: chosen.reduce((total, { size }) => total + size, 0),
    etag: multipartEtag(chosen.map(({ etag }) => etag)),
    modified: now(),
    parts: chosen.map(({ file, size }) => ({ file, size })),
    multipart: true,
    checksum,
  };
  const replaced = catalogue.put(version, (current) => {
    uploads.get(call.bucket, call.key, upload.id);
    writeCondition(current, call.headers);
    uploads.forget(upload.id);
  });
  const unused = uploaded.filter((part) => part.file !== '' && !chosen.includes(part));
  await bodies.discard([...replaced, ...unused]);
  sendXml(
    call,
    'CompleteMultipartUploadResult',
    {
      Location: `${call.url}/${call.bucket}/${call.key}`,
      Bucket: call.bucket,
      Key: call.key,
      ETag: quoted(version.etag),
      ...(checksum
        ? { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value, ChecksumType: checksum.type }
        : {}),
    },
    { etag: quoted(version.etag), ...checksumHeaders(version), ...versionHeader(bucket, version.version) },
  );
};
