/** The files of artifacts, below one folder: what a plain MLflow keeps in `mlartifacts`. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { invalid } from './errors.ts';

export interface ArtifactFile {
  readonly path: string;
  readonly is_dir: boolean;
  readonly file_size?: number;
}

export interface ArtifactFiles {
  /** Where the file of a path is, whether it is there or not. @throws MlflowError when the path leads elsewhere */
  locate(artifact: string): string;
  /** One level below a path, by name; nothing where there is none. */
  list(artifact: string): Promise<ArtifactFile[]>;
  /** Keeps a file; readers see the old one or the new one. */
  write(artifact: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Removes a file or a folder with all that is in it. */
  remove(artifact: string): Promise<void>;
}

const decoded = (text: string): string => {
  let before = text;
  for (;;) {
    let after: string;
    try {
      after = decodeURIComponent(before);
    } catch {
      return before;
    }
    if (after === before) return after;
    before = after;
  }
};

/** A path that stays below its folder (`validate_path_is_safe`), with blanks and slashes as they are. @throws MlflowError */
export function safePath(text: string): string {
  const read = decoded(text);
  if (/[#\\\0]/.test(read) || /^(?:\/|[a-z]:)/i.test(read) || read.split('/').includes('..'))
    throw invalid('Invalid path');
  return read;
}

/** Artifacts below a folder, which is made when it is first written to. */
export function artifactFiles(folder: string): ArtifactFiles {
  const locate = (artifact: string) => path.join(folder, safePath(artifact));
  return {
    locate,
    async list(artifact) {
      const at = locate(artifact);
      const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
      const files = entries
        .filter(({ name }) => !name.startsWith('.part-'))
        .map(async (entry): Promise<ArtifactFile> => {
          const inside = path.posix.join(artifact, entry.name);
          if (entry.isDirectory()) return { path: inside, is_dir: true };
          const { size } = await stat(path.join(at, entry.name));
          // As protobuf writes it there: no size is told of an empty file.
          return { path: inside, is_dir: false, ...(size === 0 ? {} : { file_size: size }) };
        });
      return (await Promise.all(files)).toSorted((one, other) => (one.path < other.path ? -1 : 1));
    },
    async write(artifact, bytes) {
      const target = locate(artifact);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      const part = path.join(path.dirname(target), `.part-${randomUUID()}`);
      try {
        await pipeline(bytes, createWriteStream(part, { mode: 0o600 }));
        await rename(part, target);
      } finally {
        await rm(part, { force: true });
      }
    },
    async remove(artifact) {
      const target = locate(artifact);
      if (path.relative(folder, target) === '') throw invalid('Invalid path');
      await rm(target, { recursive: true, force: true });
    },
  };
}
