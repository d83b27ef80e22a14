import type { Call } from './call.ts';
import { receiveXml, sendXml } from './call.ts';
import { S3Error } from './errors.ts';
import { askedVersion } from './object-read.ts';
import { deleteKey, mayDelete } from './object-write.ts';
import type { XmlFields } from './xml.ts';
import { childrenNamed, textOf } from './xml.ts';

/** DeleteObjects: up to 1,000 keys, each with its own outcome. */
export const deleteObjects = async (call: Call): Promise<void> => {
  const promised = ['content-md5', 'x-amz-trailer', 'x-amz-checksum-'].some((start) =>
    Object.keys(call.headers).some((name) => name.startsWith(start)),
  );
  if (!promised) throw new S3Error('MissingContentMD5');
  const document = await receiveXml(call);
  const bucket = call.storage.catalogue.bucket(call.bucket);
  const objects = childrenNamed(document, 'Object').map((object) => ({
    key: object.children.find(({ name }) => name === 'Key')?.text ?? '',
    version: textOf(object, 'VersionId') || undefined,
  }));
  if (document.name !== 'Delete' || objects.length === 0 || objects.length > 1000)
    throw new S3Error('MalformedXML');
  if (!bucket) throw new S3Error(call.identity.kind === 'root' ? 'NoSuchBucket' : 'AccessDenied');
  const quiet = textOf(document, 'Quiet') === 'true';
  const deleted: XmlFields[] = [];
  const errors: XmlFields[] = [];
  for (const { key, version } of objects)
    try {
      if (!mayDelete(call, key, version)) throw new S3Error('AccessDenied');
      let wanted: string | undefined;
      try {
        wanted = askedVersion(version ?? null);
      } catch {
        throw new S3Error('NoSuchVersion');
      }
      const outcome = await deleteKey(call, bucket, key, wanted);
      deleted.push({
        DeleteMarker: outcome.marker || undefined,
        DeleteMarkerVersionId: outcome.marker ? (outcome.version ?? undefined) : undefined,
        Key: key,
        VersionId: version,
      });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      errors.push({ Code: error.code, Message: error.message, Key: key, VersionId: version ?? '' });
    }
  sendXml(call, 'DeleteResult', { Deleted: quiet ? undefined : deleted, Error: errors });
};
