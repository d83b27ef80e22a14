/** The versions of one object, and making an old one the newest again. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { ObjectVersion } from '../../../../shared/contract/storage/objects.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { element } from '../../platform/s3/xml-element.ts';
import { headOf } from '../../platform/s3/object-attributes.ts';
import { copyObject } from './copy-object.ts';

interface At {
  readonly bucket: string;
  readonly key: string;
}

/** Versions and delete markers of exactly this key, newest first; at most 10,000. @throws Failure */
export async function versionsOf(
  endpoint: S3Endpoint,
  { bucket, key }: At,
  signal?: AbortSignal,
): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  let next: { marker: string; version: string } | undefined;
  do {
    const answer = await endpoint.send({
      method: 'GET',
      bucket,
      query: {
        versions: '',
        prefix: key,
        'encoding-type': 'url',
        'key-marker': next?.marker,
        'version-id-marker': next?.version,
      },
      signal,
    });
    const xml = await answer.text();
    const page = readVersions(xml);
    found.push(...page.filter((one) => one.key === key).map(({ key: _key, ...version }) => version));
    const marker = element(xml, 'NextKeyMarker');
    const goesOn = element(xml, 'IsTruncated') === 'true' && marker !== undefined;
    // The key itself comes before all that only begins like it.
    const more = goesOn && decodeUrl(marker) === key && found.length < 10_000;
    next = more
      ? { marker: decodeUrl(marker), version: element(xml, 'NextVersionIdMarker') ?? '' }
      : undefined;
  } while (next);
  return found.sort(
    (one, other) => Number(other.latest) - Number(one.latest) || other.modified - one.modified,
  );
}

/** The versions of a page of ListObjectVersions that was asked for with `encoding-type=url`. Pure. */
export function readVersions(xml: string): (ObjectVersion & { key: string })[] {
  return [...xml.matchAll(/<(Version|DeleteMarker)>([^]*?)<\/\1>/g)].map(([, kind, block = '']) => {
    const size = element(block, 'Size');
    const etag = element(block, 'ETag');
    return {
      key: decodeUrl(element(block, 'Key') ?? ''),
      versionId: element(block, 'VersionId') || 'null',
      latest: element(block, 'IsLatest') === 'true',
      deleted: kind === 'DeleteMarker',
      modified: Date.parse(element(block, 'LastModified') ?? '') || 0,
      ...(kind === 'Version' && size !== undefined && { size: Number(size) }),
      ...(kind === 'Version' && etag && { etag }),
    };
  });
}

/** As in a form: a plus is a space. Text that is not encoded stays as it is. */
function decodeUrl(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/**
 * Makes a version the newest: by deleting the delete markers above it where nothing else lies above, else by a copy onto itself.
 * Named by a delete marker, what lies below it comes back.
 * @throws Failure `not-found` where there is no such version, or nothing below the marker
 */
export async function restoreVersion(
  endpoint: S3Endpoint,
  { bucket, key, versionId }: At & { readonly versionId: string },
): Promise<void> {
  const versions = await versionsOf(endpoint, { bucket, key });
  const named = versions.findIndex((one) => one.versionId === versionId);
  const at = versions.findIndex((one, index) => index >= named && !one.deleted);
  const wanted = named < 0 ? undefined : versions[at];
  if (!wanted)
    throw failure('not-found', 'There is no such version', {
      reason: 'storage-no-version',
      values: { name: key, bucket },
    });
  const above = versions.slice(0, at);
  if (above.every(({ deleted }) => deleted)) {
    for (const marker of above) {
      const query = { versionId: marker.versionId };
      (await endpoint.send({ method: 'DELETE', bucket, key, query })).finish();
    }
    return;
  }
  const from = { bucket, key, versionId: wanted.versionId };
  const { size, etag } = await headOf(endpoint, from);
  await copyObject(endpoint, from, { bucket, key }, { size, etag });
}
