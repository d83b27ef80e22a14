/** Exports on S3, below `exports/<name>/` of the campaign: the files first and `export.json` last, so that an export is whole or not at all. */
import type { CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { ExportManifest, type ExportRequest } from '../../../../shared/contract/annotation/exchange.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { putObject } from '../../platform/s3/put-object.ts';
import { jsonType, openCampaignFolder, wasForestalled } from '../files/campaign-folder.ts';
import { keyOf } from '../files/campaign-keys.ts';
import type { HashedFile } from './exchange-job.ts';
import { mediaType } from './set-names.ts';

const folder = 'exports/';
const manifestFile = 'export.json';

/** The key of a file of an export. */
export function exportKey(at: CampaignRef, name: string, file: string): string {
  return keyOf(at, `${folder}${name}/${file}`);
}

/** Undefined where there is none, or one that cannot be read. @throws Failure */
export async function readManifest(
  endpoint: S3Endpoint,
  at: CampaignRef,
  name: string,
  signal?: AbortSignal,
): Promise<ExportManifest | undefined> {
  const found = await openCampaignFolder(endpoint, at).read(`${folder}${name}/${manifestFile}`, signal);
  return found && parsed(found.bytes.toString('utf8'));
}

/** All exports of a campaign, by their names. @throws Failure */
export async function listManifests(
  endpoint: S3Endpoint,
  at: CampaignRef,
  signal?: AbortSignal,
): Promise<{ name: string; manifest: ExportManifest }[]> {
  const parts = await openCampaignFolder(endpoint, at).list(folder, signal);
  const names = parts.flatMap(({ key }) => {
    const [name, file, ...more] = key.slice(keyOf(at, folder).length).split('/');
    return name !== undefined && file === manifestFile && more.length === 0 ? [name] : [];
  });
  const manifests = await Promise.all(names.map((name) => readManifest(endpoint, at, name, signal)));
  return names.flatMap((name, index) => {
    const manifest = manifests[index];
    return manifest ? [{ name, manifest }] : [];
  });
}

/** @throws Failure `conflict` with `export-exists` where somebody else made an export of that name meanwhile */
export async function writeExport(
  endpoint: S3Endpoint,
  at: CampaignRef,
  request: ExportRequest,
  files: readonly HashedFile[],
  manifest: ExportManifest,
  signal?: AbortSignal,
): Promise<void> {
  const { bucket } = at;
  for (const { name, bytes, md5 } of files) {
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    await putObject(
      endpoint,
      { bucket, key: exportKey(at, request.name, name) },
      { size: whole.length, md5, open: () => whole },
      { expected: undefined, contentType: mediaType(request.format), signal },
    );
  }
  const text = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  try {
    const file = `${folder}${request.name}/${manifestFile}`;
    await openCampaignFolder(endpoint, at).write(file, text, '', jsonType, signal);
  } catch (error) {
    throw wasForestalled(error) ? exportExists(request.name) : error;
  }
}

export function exportExists(name: string) {
  return failure('conflict', `There is another export ${name}`, {
    reason: 'export-exists',
    field: 'name',
    values: { name },
  });
}

function parsed(text: string): ExportManifest | undefined {
  try {
    return ExportManifest.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
