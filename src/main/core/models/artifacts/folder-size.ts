/** What a folder of artifacts holds in all. */
import type { ArtifactSource } from './artifact-source.ts';

/** Folders that are looked into before the sum is given up. */
const mostFolders = 200;

/** Bytes of all files below; undefined where a size is missing or there are too many folders. @throws Failure */
export async function folderSize(source: ArtifactSource, signal?: AbortSignal): Promise<number | undefined> {
  const waiting = [''];
  let sum = 0;
  for (let looked = 0; waiting.length > 0; looked += 1) {
    if (looked === mostFolders) return undefined;
    for (const { path, isFolder, bytes } of await source.list(waiting.shift() ?? '', signal)) {
      if (isFolder) waiting.push(path);
      else if (bytes === undefined) return undefined;
      else sum += bytes;
    }
  }
  return sum;
}
