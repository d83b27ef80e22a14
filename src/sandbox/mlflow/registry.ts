/** The registry as other servers of the sandbox see it, without HTTP. */
import path from 'node:path/posix';
import type { DatabaseSync } from 'node:sqlite';
import type { ArtifactFiles } from './artifact-files.ts';
import { proxyPath } from './artifacts.ts';
import { deletedStage, type ModelVersion } from './registry-message.ts';
import { filesOf } from './version-source.ts';

/** A version that a number or an alias names. */
export interface ResolvedVersion {
  readonly name: string;
  readonly version: string;
  readonly run: string;
  /** Where a file of it is on this machine, such as `artifacts/model.bin`. */
  file(inside: string): string;
}

export interface Registry {
  /** The version of a model by number or alias (`latest`: the newest); undefined where there is none. */
  resolve(name: string, versionOrAlias: string): ResolvedVersion | undefined;
  /** Tells of models whose versions, tags or aliases changed, by name. Returns the way to stop. */
  onChange(listener: (name: string) => void): () => void;
}

function findVersion(database: DatabaseSync, name: string, wanted: string): ModelVersion | undefined {
  const [sql, ...more] = /^\d+$/.test(wanted)
    ? ['version = ?', Number(wanted)]
    : wanted.toLowerCase() === 'latest'
      ? ['TRUE']
      : [
          'version = (SELECT version FROM aliases WHERE aliases.name = model_versions.name AND alias = ?)',
          wanted,
        ];
  return database
    .prepare(
      `SELECT * FROM model_versions WHERE name = ? AND stage <> ? AND ${sql} ORDER BY version DESC LIMIT 1`,
    )
    .get(name, deletedStage, ...more) as ModelVersion | undefined;
}

/** The registry of a database, and how its calls tell of changes. */
export function createRegistry(
  database: DatabaseSync,
  files: ArtifactFiles,
): Registry & { changed(name: string): void } {
  const listeners = new Set<(name: string) => void>();
  return {
    resolve(name, versionOrAlias) {
      const found = findVersion(database, name, versionOrAlias);
      const location = found === undefined ? '' : filesOf(database, found.location);
      if (!found || !location.startsWith('mlflow-artifacts:')) return undefined;
      const root = proxyPath(location);
      return {
        name,
        version: String(found.version),
        run: found.run,
        file: (inside) => files.locate(path.join(root, inside)),
      };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed(name) {
      for (const listener of listeners) listener(name);
    },
  };
}
