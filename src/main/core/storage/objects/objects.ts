/** One object: details, versions, tags, sharing, editing here and in other programs. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { AppHandlers } from '../../../../shared/contract/index.ts';
import type { ObjectDetails, objectOperations } from '../../../../shared/contract/storage/objects.ts';
import { codeOf } from '../../platform/s3/dialect.ts';
import { documentHeaders } from '../../platform/s3/dialect-tries.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { headOf, tagsOf } from '../../platform/s3/object-attributes.ts';
import { awsCommand, mcCommand } from '../../platform/s3/shown-command.ts';
import type { Here, StorageContext, StorageSurroundings } from '../storage-context.ts';
import { copyObject } from './copy-object.ts';
import { checkedFolderName } from './names.ts';
import { createOpenedFiles } from './opened-files.ts';
import { readPublicity, setPublic } from './publicity.ts';
import { checkedTags, tagDocument, tagsRefused } from './tags.ts';
import { readTextObject, writeTextObject } from './text-object.ts';
import { restoreVersion, versionsOf } from './versions.ts';

export interface Objects {
  readonly handlers: Pick<AppHandlers['storage'], keyof typeof objectOperations>;
  /** After the person went elsewhere: takes up the files that were open there. */
  enter(context: StorageContext | undefined): Promise<void>;
  close(): Promise<void>;
}

const checksums = ['crc64nvme', 'crc32c', 'crc32', 'sha256', 'sha1'] as const;

/** Joins the parts to the contract. */
export function createObjects(here: Here, surroundings: StorageSurroundings): Objects {
  const { commands } = surroundings;
  const opened = createOpenedFiles(here, surroundings);
  const endpointOf = (profile: string): S3Endpoint => here().endpoint(profile);

  const handlers: Objects['handlers'] = {
    details: async ({ profile, ...object }, { signal }) => {
      const endpoint = endpointOf(profile);
      const [head, tags] = await Promise.all([
        headOf(endpoint, object, signal),
        tagsOf(endpoint, object, signal).catch(() => undefined),
      ]);
      return detailsOf(head, tags);
    },
    versions: ({ profile, ...object }, { signal }) => versionsOf(endpointOf(profile), object, signal),
    setTags: async ({ profile, bucket, key, versionId, tags }) => {
      const endpoint = endpointOf(profile);
      checkedTags(tags);
      const none = Object.keys(tags).length === 0;
      const words = Object.entries(tags).map(([name, value]) => `${name}=${value}`);
      const query = { tagging: '', versionId };
      const command = none
        ? mcCommand(['tag', 'remove'], endpoint, bucket, key)
        : mcCommand(['tag', 'set'], endpoint, bucket, key) + ` '${words.join('&').replaceAll("'", `'\\''`)}'`;
      await commands
        .around('mc', command, async () => {
          const body = tagDocument(tags);
          const answer = await endpoint.send(
            none
              ? { method: 'DELETE', bucket, key, query }
              : {
                  method: 'PUT',
                  bucket,
                  key,
                  query,
                  body,
                  headers: documentHeaders(body, 'application/xml'),
                },
          );
          await answer.text();
        })
        .catch((error: unknown) => {
          // Servers differ: MinIO takes only ASCII in names.
          if (isFailure(error) && codeOf(error) === 'InvalidTag') throw tagsRefused(error.data.words);
          throw error;
        });
      return {};
    },
    setMetadata: async ({ profile, bucket, key, versionId, etag, contentType, metadata }) => {
      const endpoint = endpointOf(profile);
      const wrong = Object.keys(metadata).find((name) => !/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name));
      if (wrong !== undefined)
        throw failure('invalid-input', 'Not a name for metadata', {
          reason: 'storage-metadata-name',
          field: `metadata.${wrong}`,
          values: { name: wrong },
        });
      const from = { bucket, key, versionId };
      const words = ['copy-object', '--copy-source', `${bucket}/${key}`, '--metadata-directive', 'REPLACE'];
      await commands.around('aws', awsCommand(words, endpoint, bucket, key), async () => {
        const { size } = await headOf(endpoint, from);
        const attributes = { contentType, metadata };
        await copyObject(endpoint, from, { bucket, key }, { size, etag, attributes });
      });
      return {};
    },
    restoreVersion: async ({ profile, ...object }) => {
      const endpoint = endpointOf(profile);
      const { bucket, key, versionId } = object;
      const from = mcCommand(['cp', '--version-id', versionId], endpoint, bucket, key);
      const to = mcCommand([], endpoint, bucket, key).slice('mc '.length);
      await commands.around('mc', `${from} ${to}`, () => restoreVersion(endpoint, object));
      return {};
    },
    createFolder: async ({ profile, bucket, prefix, name }) => {
      const endpoint = endpointOf(profile);
      const key = `${prefix}${checkedFolderName(name, prefix)}/`;
      if (await anythingBelow(endpoint, bucket, key))
        throw failure('conflict', 'There is a folder of that name', {
          reason: 'storage-name-taken',
          field: 'name',
          values: { name: key, bucket, host: endpoint.host },
        });
      await commands.around('aws', awsCommand(['put-object'], endpoint, bucket, key), async () => {
        const headers = documentHeaders('', 'application/x-directory');
        const answer = await endpoint.send({ method: 'PUT', bucket, key, body: '', headers });
        await answer.text();
      });
      return { key };
    },
    presign: async ({ profile, bucket, key, versionId, seconds, method }) => {
      const endpoint = endpointOf(profile);
      if (endpoint.kind === 'anonymous')
        throw failure('unsupported', 'Without keys there is no link to sign', {
          reason: 'storage-presign-anonymous',
          values: { name: endpoint.profile.name },
        });
      const words = ['share', method === 'GET' ? 'download' : 'upload', '--expire', `${seconds}s`];
      if (versionId !== undefined) words.push('--version-id', versionId);
      return commands.around('mc', mcCommand(words, endpoint, bucket, key), () =>
        endpoint.presign({ method, bucket, key, query: { versionId } }, seconds),
      );
    },
    publicity: ({ profile, bucket, prefix }, { signal }) =>
      readPublicity(endpointOf(profile), bucket, prefix, signal),
    setPublic: async ({ profile, bucket, prefix, on }) => {
      const endpoint = endpointOf(profile);
      const words = ['anonymous', 'set', on ? 'download' : 'private'];
      return commands.around('mc', mcCommand(words, endpoint, bucket, prefix), () =>
        setPublic(endpoint, bucket, prefix, on),
      );
    },
    readText: ({ profile, ...object }, { signal }) => readTextObject(endpointOf(profile), object, signal),
    writeText: async ({ profile, ...written }) => {
      const endpoint = endpointOf(profile);
      const { bucket, key } = written;
      return commands.around('mc', mcCommand(['pipe'], endpoint, bucket, key), () =>
        writeTextObject(endpoint, written),
      );
    },
    openLocally: (object) => opened.open(object),
    openedFiles: (_, { signal }) => opened.list.follow(signal),
    settleOpenedFile: async ({ id, how }) => {
      await opened.settle(id, how);
      return {};
    },
    closeOpenedFile: async ({ id }) => {
      await opened.closeFile(id);
      return {};
    },
  };
  return { handlers, enter: (context) => opened.enter(context), close: () => opened.close() };
}

function detailsOf(
  { headers, ...head }: Awaited<ReturnType<typeof headOf>>,
  tags: Record<string, string> | undefined,
): ObjectDetails {
  const algorithm = checksums.find((one) => headers[`x-amz-checksum-${one}`] !== undefined);
  const encryption = headers['x-amz-server-side-encryption'];
  const contentEncoding = headers['content-encoding'];
  const cacheControl = headers['cache-control'];
  return {
    size: head.size,
    modified: head.modified,
    etag: head.etag,
    contentType: head.contentType,
    storageClass: headers['x-amz-storage-class'] ?? 'STANDARD',
    metadata: { ...head.metadata },
    ...(contentEncoding && { contentEncoding }),
    ...(cacheControl && { cacheControl }),
    ...(head.versionId && { versionId: head.versionId }),
    ...(encryption && { encryption }),
    ...(algorithm && {
      checksum: { algorithm: algorithm.toUpperCase(), value: headers[`x-amz-checksum-${algorithm}`] ?? '' },
    }),
    ...(tags && { tags }),
  };
}

/** Whether a prefix holds something; unknown where the person may not list. */
async function anythingBelow(endpoint: S3Endpoint, bucket: string, prefix: string): Promise<boolean> {
  try {
    const query = { 'list-type': '2', prefix, 'max-keys': '1' };
    const answer = await endpoint.send({ method: 'GET', bucket, query });
    return /<Contents>/.test(await answer.text());
  } catch (error) {
    if (isFailure(error) && error.code === 'forbidden') return false;
    throw error;
  }
}
