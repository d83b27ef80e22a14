/** Artifacts of runs, told by the tracking server; their bytes go by the proxy. */
import path from 'node:path/posix';
import { safePath, type ArtifactFile, type ArtifactFiles } from './artifact-files.ts';
import { message, type Calls } from './context.ts';
import { MlflowError } from './errors.ts';
import { optional, readFields, required } from './fields.ts';
import { findRun } from './runs.ts';

/** The path of the proxy that an address leads to. @throws MlflowError for other stores, for which this server has no keys */
export function proxyPath(uri: string): string {
  const [, rest] = /^mlflow-artifacts:\/*(.*)$/.exec(uri) ?? [];
  if (rest !== undefined) return rest;
  throw new MlflowError('INTERNAL_ERROR', `Unable to locate credentials for ${uri.split(':')[0]}`);
}

/** One level of files below an address, by paths from there. @throws MlflowError */
export async function listArtifacts(
  artifacts: ArtifactFiles,
  root: string,
  below: string | undefined,
): Promise<ArtifactFile[]> {
  const folder = safePath(below ?? '');
  const files = await artifacts.list(path.join(proxyPath(root), folder));
  return files.map((file) => ({ ...file, path: path.join(folder, path.basename(file.path)) }));
}

export const artifactCalls: Calls = {
  'GET artifacts/list': async ({ artifacts, database }, raw) => {
    const fields = readFields(raw, {
      run_id: required('text'),
      path: optional('text'),
      page_token: optional('text'),
    });
    const below = fields.path === undefined ? undefined : safePath(fields.path);
    const { artifact_uri: root } = findRun(database, fields.run_id);
    return message({ root_uri: root, files: await listArtifacts(artifacts, root, below) });
  },
};
