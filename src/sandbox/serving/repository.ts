/** The repository that applications are deployed from: a ConfigMap for each of its folders. Changing one is a commit. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { readJson, writeJson } from '../durable.ts';
import type { KubernetesObject, NewObject, ObjectStore } from '../kubernetes/model.ts';
import { textMapOf } from '../node/fields.ts';
import type { Source } from './application.ts';

/** Texts by file name. */
export type Files = Readonly<Record<string, string>>;

export interface Checkout {
  /** 40 hexadecimal digits, as of a Git commit. */
  readonly revision: string;
  readonly files: Files;
}

const urlKey = 'sandbox/repository';
const pathKey = 'sandbox/path';
const stored = z.record(z.string(), z.string());

/** The ConfigMap of a folder, with the files that are in a folder of this machine. */
export function repositoryFolder(
  namespace: string,
  source: Pick<Source, 'repoURL' | 'path'>,
  from: string,
): NewObject {
  const names = readdirSync(from).filter((name) => name.endsWith('.yaml'));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `repository-${source.path}`,
      namespace,
      annotations: { [urlKey]: source.repoURL, [pathKey]: source.path },
    },
    data: Object.fromEntries(names.map((name) => [name, readFileSync(path.join(from, name), 'utf8')])),
  };
}

/** Whether a ConfigMap is a folder of a repository. */
export function isRepositoryFolder({ metadata }: Pick<KubernetesObject, 'metadata'>): boolean {
  return metadata.annotations?.[urlKey] !== undefined;
}

/**
 * Checks out the folder of a source: at its head (`HEAD`, a branch), or at a commit that was deployed before.
 * @param keep where the commits that were seen are kept
 * @throws Error in the words of Argo CD
 */
export function checkOut(
  store: ObjectStore,
  namespace: string,
  source: Source,
  revision: string | undefined,
  keep: string,
): Checkout {
  const commit = revision ?? source.targetRevision;
  if (/^[0-9a-f]{40}$/.test(commit)) {
    const files = stored.safeParse(readJson(path.join(keep, `${commit}.json`)));
    if (files.success) return { revision: commit, files: files.data };
    throw failed(`unable to resolve '${commit}' to a commit SHA`);
  }
  const folder = store
    .list('configmaps', namespace)
    .find(
      ({ metadata: { annotations } }) =>
        annotations?.[urlKey] === source.repoURL && annotations[pathKey] === source.path,
    );
  if (folder === undefined) throw failed(`${source.path}: app path does not exist`);
  const files = textMapOf(folder['data']);
  const sorted = Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const head = createHash('sha1').update(JSON.stringify(sorted)).digest('hex');
  const kept = path.join(keep, `${head}.json`);
  if (readJson(kept) === undefined) writeJson(kept, files);
  return { revision: head, files };
}

function failed(reason: string): Error {
  return new Error(
    `Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = ${reason}`,
  );
}
