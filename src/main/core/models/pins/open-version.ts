/** Finds the way to a version's files: straight to the object store where the person reaches it, else through the server. */
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { MlflowClient } from '../../platform/mlflow/mlflow.ts';
import type { ProjectContext } from '../../project-context.ts';
import { proxySource } from './proxy-source.ts';
import { s3Place, s3Source } from './s3-source.ts';
import type { RemoteFile, VersionSource } from './version-source.ts';

export interface OpenVersion {
  readonly source: VersionSource;
  readonly files: readonly RemoteFile[];
}

/** @throws Failure of the server or the store; `pin-address` for files that lie where nobody reaches them; `pin-empty` */
export async function openVersion(
  context: Pick<ProjectContext, 'endpoint' | 'homeProfile' | 'roots'>,
  client: MlflowClient,
  version: { readonly name: string; readonly version: string },
  signal: AbortSignal,
): Promise<OpenVersion> {
  const address = await client.downloadUri(version.name, version.version, { signal });
  const place = s3Place(address);
  if (place) return overStorage(context, place, address, signal);
  if (!address.startsWith('mlflow-artifacts:')) throw unreachableAddress(address);
  const source = proxySource(client, address);
  return withFiles(source, await source.list(signal), address);
}

async function overStorage(
  context: Pick<ProjectContext, 'endpoint' | 'homeProfile' | 'roots'>,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  address: string,
  signal: AbortSignal,
): Promise<OpenVersion> {
  const own = context.roots.filter((root) => root.bucket === bucket).map(({ profile }) => profile);
  const profiles = new Set([...own, ...(context.homeProfile === undefined ? [] : [context.homeProfile])]);
  let refused: unknown;
  for (const profile of profiles) {
    try {
      const source = s3Source(context.endpoint(profile), bucket, key);
      return withFiles(source, await source.list(signal), address);
    } catch (error) {
      if (isFailure(error) && error.code === 'cancelled') throw error;
      refused ??= error;
    }
  }
  throw refused ?? unreachableAddress(address);
}

function withFiles(source: VersionSource, files: readonly RemoteFile[], address: string): OpenVersion {
  if (files.length > 0) return { source, files };
  throw failure('not-found', 'The version has no files', { reason: 'pin-empty', values: { address } });
}

function unreachableAddress(address: string) {
  return failure('unsupported', 'The files lie where only the server reaches them', {
    reason: 'pin-address',
    values: { address: address.replace(/\/\/[^/@]*@/, '//') },
  });
}
