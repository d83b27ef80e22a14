import { parseCors } from './cors.ts';
import { allowedBucket, receiveDocument, receiveXml, sendEmpty, sendXml } from './call.ts';
import type { Call } from './call.ts';
import { S3Error } from './errors.ts';
import type { S3Code } from './errors.ts';
import { askedVersion, readable } from './object-read.ts';
import { putTags } from './object-write.ts';
import { PolicyError, judge, parsePolicy } from './policy.ts';
import { childrenNamed, textOf } from './xml.ts';

/** GetBucketLocation: empty, which stands for us-east-1. */
export const getLocation = async (call: Call): Promise<void> => {
  allowedBucket(call, 'GetBucketLocation');
  sendXml(call, 'LocationConstraint', {});
};

/** GetBucketVersioning. */
export const getVersioning = async (call: Call): Promise<void> => {
  const { versioning } = allowedBucket(call, 'GetBucketVersioning');
  sendXml(call, 'VersioningConfiguration', { Status: versioning });
};

/** PutBucketVersioning. */
export const putVersioning = async (call: Call): Promise<void> => {
  allowedBucket(call, 'PutBucketVersioning');
  const document = await receiveXml(call);
  const status = textOf(document, 'Status');
  if (document.name !== 'VersioningConfiguration') throw new S3Error('MalformedXML');
  if (status !== 'Enabled' && status !== 'Suspended')
    throw new S3Error('IllegalVersioningConfigurationException');
  call.storage.catalogue.configure(call.bucket, 'versioning', status);
  sendEmpty(call, 200);
};

/** GetBucketPolicy. */
export const getPolicy = async (call: Call): Promise<void> => {
  const { policy } = allowedBucket(call, 'GetBucketPolicy');
  if (policy === undefined) throw new S3Error('NoSuchBucketPolicy');
  call.response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(policy)),
  });
  call.response.end(policy);
};

/** GetBucketPolicyStatus: whether anyone may list the bucket. */
export const getPolicyStatus = async (call: Call): Promise<void> => {
  const { policy } = allowedBucket(call, 'GetBucketPolicyStatus');
  if (policy === undefined) throw new S3Error('NoSuchBucketPolicy');
  const request = { principal: undefined, action: 's3:ListBucket', resource: call.bucket, conditions: {} };
  sendXml(call, 'PolicyStatus', { IsPublic: judge(parsePolicy(policy), request) === 'allow' });
};

/** PutBucketPolicy; throws MalformedPolicy with the reason. */
export const putPolicy = async (call: Call): Promise<void> => {
  allowedBucket(call, 'PutBucketPolicy');
  const document = await receiveDocument(call);
  try {
    const statements = parsePolicy(document, call.bucket);
    call.storage.catalogue.configure(call.bucket, 'policy', statements.length ? document : undefined);
  } catch (error) {
    if (error instanceof PolicyError) throw new S3Error('MalformedPolicy', { message: error.message });
    throw error;
  }
  sendEmpty(call, 204);
};

/** DeleteBucketPolicy. */
export const deletePolicy = async (call: Call): Promise<void> => {
  allowedBucket(call, 'DeleteBucketPolicy');
  call.storage.catalogue.configure(call.bucket, 'policy', undefined);
  sendEmpty(call, 204);
};

/** GetBucketCors. */
export const getCors = async (call: Call): Promise<void> => {
  const { cors } = allowedBucket(call, 'GetBucketCORS');
  if (cors === undefined) throw new S3Error('NoSuchCORSConfiguration');
  call.response.writeHead(200, {
    'content-type': 'application/xml',
    'content-length': String(Buffer.byteLength(cors)),
  });
  call.response.end(cors);
};

/** PutBucketCors. */
export const putCors = async (call: Call): Promise<void> => {
  allowedBucket(call, 'PutBucketCORS');
  const document = await receiveDocument(call);
  parseCors(document);
  call.storage.catalogue.configure(call.bucket, 'cors', document);
  sendEmpty(call, 200);
};

/** DeleteBucketCors. */
export const deleteCors = async (call: Call): Promise<void> => {
  allowedBucket(call, 'PutBucketCORS');
  call.storage.catalogue.configure(call.bucket, 'cors', undefined);
  sendEmpty(call, 204);
};

/** GetObjectTagging. */
export const getTagging = async (call: Call): Promise<void> => {
  allowedBucket(call, 'GetObjectTagging');
  const { tags } = readable(call, call.bucket, call.key, askedVersion(call.query.get('versionId')));
  sendXml(call, 'Tagging', {
    TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
  });
};

/** PutObjectTagging. */
export const putTagging = async (call: Call): Promise<void> => {
  allowedBucket(call, 'PutObjectTagging');
  const [set] = childrenNamed(await receiveXml(call), 'TagSet');
  if (!set) throw new S3Error('MalformedXML');
  putTags(
    call,
    childrenNamed(set, 'Tag').map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? ''] as const),
  );
};

/** DeleteObjectTagging. */
export const deleteTagging = async (call: Call): Promise<void> => {
  allowedBucket(call, 'DeleteObjectTagging');
  const object = readable(call, call.bucket, call.key, askedVersion(call.query.get('versionId')));
  call.storage.catalogue.setTags(object.sequence, {});
  sendEmpty(call, 204);
};

/** GetBucketAcl and GetObjectAcl: access lists are not kept; the owner may do all. */
export const getAcl = async (call: Call): Promise<void> => {
  allowedBucket(call, call.key === '' ? 'GetBucketAcl' : 'GetObjectAcl');
  if (call.key !== '') readable(call, call.bucket, call.key, askedVersion(call.query.get('versionId')));
  sendXml(call, 'AccessControlPolicy', {
    Owner: { ID: '', DisplayName: '' },
    AccessControlList: {
      Grant: {
        'Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"': {
          Type: 'CanonicalUser',
        },
        Permission: 'FULL_CONTROL',
      },
    },
  });
};

/** An operation that answers that something was never configured. */
export const neverConfigured =
  (action: string, code: S3Code) =>
  async (call: Call): Promise<void> => {
    allowedBucket(call, action);
    throw new S3Error(code);
  };

/** GetBucketNotificationConfiguration: none. */
export const getNotification = async (call: Call): Promise<void> => {
  allowedBucket(call, 'GetBucketNotification');
  sendXml(call, 'NotificationConfiguration', {});
};
