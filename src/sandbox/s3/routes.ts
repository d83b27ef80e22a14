import {
  createBucket,
  deleteBucket,
  headBucket,
  listBucket,
  listBucketVersions,
  listBuckets,
} from './buckets.ts';
import type { Call } from './call.ts';
import {
  deleteCors,
  deletePolicy,
  deleteTagging,
  getAcl,
  getCors,
  getLocation,
  getNotification,
  getPolicy,
  getPolicyStatus,
  getTagging,
  getVersioning,
  neverConfigured,
  putCors,
  putPolicy,
  putTagging,
  putVersioning,
} from './configuration.ts';
import { deleteObjects } from './delete-objects.ts';
import {
  abortUpload,
  createUpload,
  listParts,
  listUploads,
  uploadPart,
  uploadPartCopy,
} from './multipart.ts';
import { completeUpload } from './multipart-complete.ts';
import { readAttributes, readObject } from './object-read.ts';
import { copyObject, deleteObject, putObject } from './object-write.ts';

/** What answers a request. */
export type Operation = (call: Call) => Promise<void>;

type Table = Readonly<Record<string, Operation>>;

/** Operations by method and the query parameter that chooses them; the one without a parameter comes last. */
const bucketOperations: Table = {
  'GET location': getLocation,
  'GET versioning': getVersioning,
  'GET versions': listBucketVersions,
  'GET uploads': listUploads,
  'GET policyStatus': getPolicyStatus,
  'GET policy': getPolicy,
  'GET cors': getCors,
  'GET acl': getAcl,
  'GET notification': getNotification,
  'GET tagging': neverConfigured('GetBucketTagging', 'NoSuchTagSet'),
  'GET lifecycle': neverConfigured('GetLifecycleConfiguration', 'NoSuchLifecycleConfiguration'),
  'GET encryption': neverConfigured(
    'GetEncryptionConfiguration',
    'ServerSideEncryptionConfigurationNotFoundError',
  ),
  'GET object-lock': neverConfigured(
    'GetBucketObjectLockConfiguration',
    'ObjectLockConfigurationNotFoundError',
  ),
  'GET website': neverConfigured('GetBucketWebsite', 'NoSuchWebsiteConfiguration'),
  'GET ': listBucket,
  'HEAD ': headBucket,
  'PUT versioning': putVersioning,
  'PUT policy': putPolicy,
  'PUT cors': putCors,
  'PUT ': createBucket,
  'DELETE policy': deletePolicy,
  'DELETE cors': deleteCors,
  'DELETE ': deleteBucket,
  'POST delete': deleteObjects,
};

const copyOr =
  (copy: Operation, other: Operation): Operation =>
  (call) =>
    call.headers['x-amz-copy-source'] === undefined ? other(call) : copy(call);

const objectOperations: Table = {
  'GET uploadId': listParts,
  'GET tagging': getTagging,
  'GET acl': getAcl,
  'GET attributes': readAttributes,
  'GET ': readObject,
  'HEAD ': readObject,
  'PUT uploadId': copyOr(uploadPartCopy, uploadPart),
  'PUT tagging': putTagging,
  'PUT ': copyOr(copyObject, putObject),
  'DELETE uploadId': abortUpload,
  'DELETE tagging': deleteTagging,
  'DELETE ': deleteObject,
  'POST uploads': createUpload,
  'POST uploadId': completeUpload,
};

/** Query parameters that choose an operation which this server does not have: answered 501, never mistaken for another. */
const unsupported = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'website',
];

/** The operation that a request asks for; `undefined` for a method that has none here, `unsupported` for a known gap. */
export const operationOf = (
  method: string,
  bucket: string,
  key: string,
  query: URLSearchParams,
): Operation | 'unsupported' | undefined => {
  if (bucket === '') return method === 'GET' ? listBuckets : undefined;
  const table = key === '' ? bucketOperations : objectOperations;
  for (const [route, operation] of Object.entries(table)) {
    const [wanted, parameter = ''] = route.split(' ');
    if (wanted === method && parameter !== '' && query.has(parameter)) return operation;
  }
  if (unsupported.some((name) => query.has(name))) return 'unsupported';
  return table[`${method} `];
};
