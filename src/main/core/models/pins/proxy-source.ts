/** The files of a version through MLflow's artifact proxy. */
import { failure } from '../../../../shared/contract/errors.ts';
import type { MlflowClient } from '../../platform/mlflow/mlflow.ts';
import type { RemoteFile, VersionSource } from './version-source.ts';

const mostFiles = 10_000;
const deepest = 12;

/** @param address `mlflow-artifacts:/...` */
export function proxySource(client: MlflowClient, address: string): VersionSource {
  const root = address.replace(/\/+$/, '');
  const host = hostOf(client.address);

  async function below(folder: string, depth: number, signal: AbortSignal): Promise<RemoteFile[]> {
    if (depth > deepest) return [];
    const found = await client.proxiedFiles(folder === '' ? root : `${root}/${folder}`, { signal });
    const files: RemoteFile[] = [];
    for (const { path, isFolder, bytes } of found) {
      const name = folder === '' ? lastOf(path) : `${folder}/${lastOf(path)}`;
      // A server that names a file so would have it written elsewhere.
      if (['', '.', '..'].includes(lastOf(path))) continue;
      if (isFolder) files.push(...(await below(name, depth + 1, signal)));
      else files.push({ path: name, bytes });
      if (files.length > mostFiles)
        throw failure('unsupported', 'The version has too many files', {
          reason: 'pin-too-many-files',
          values: { host, most: mostFiles },
        });
    }
    return files;
  }

  return {
    host,
    hasRanges: false,
    list: (signal) => below('', 0, signal),
    open: ({ path }, { start }, signal) => client.proxiedBytes(`${root}/${path}`, start, { signal }),
    proof: async () => ({}),
  };
}

/** Servers give a name, or the path from the root. */
const lastOf = (path: string) => path.replace(/\/+$/, '').split('/').at(-1) ?? '';

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
