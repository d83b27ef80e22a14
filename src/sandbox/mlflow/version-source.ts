/** Where a version's files come from: what may be named as source, and where that is (`server/handlers.py`, `_validate_source_*`). */
import type { DatabaseSync } from 'node:sqlite';
import { invalid, MlflowError } from './errors.ts';
import { findLoggedModel } from './logged-models.ts';
import { findVersion } from './registry-message.ts';
import { findRun } from './runs.ts';

/** A source with what it belongs to. */
export interface VersionSource {
  readonly source: string;
  /** Where the files are. */
  readonly location: string;
  readonly run: string;
  readonly model: string | undefined;
}

const partsOf = (uri: string) => {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/i.exec(uri) ?? [];
  return { scheme: scheme.toLowerCase(), path: rest.split('/').filter((part) => part !== '') };
};

const isWithin = (source: string, root: string): boolean => {
  const inner = partsOf(source);
  const outer = partsOf(root);
  return (
    inner.scheme === outer.scheme &&
    outer.path.length > 0 &&
    outer.path.every((part, index) => inner.path[index] === part)
  );
};

const refuse = (source: string, name: 'run_id' | 'model_id'): MlflowError =>
  invalid(
    `Invalid model version source: '${source}'. The ${name} request parameter must identify the resource that contains the source.`,
  );

/** The thing that must contain the source; a refusal where it is not there. */
function owner<T>(source: string, name: 'run_id' | 'model_id', find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') throw refuse(source, name);
    throw error;
  }
}

function checkSource(database: DatabaseSync, source: string, run: string, model: string): void {
  const name = model === '' ? 'run_id' : 'model_id';
  const { scheme, path } = partsOf(source);
  if (scheme === '' || scheme === 'file')
    throw invalid(
      `Invalid model version source: '${source}'. To use a local path as a model version source, the ${name} request parameter has to be specified and the local path has to be contained within the artifact directory of the run specified by the ${name}.`,
    );
  if (path.includes('..'))
    throw invalid(
      `Invalid model version source: '${source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.`,
    );
  if (scheme === 'runs' && (model !== '' || run === '' || path[0] !== run)) throw refuse(source, 'run_id');
  if (scheme === 'models' && path[0]?.startsWith('m-') && path[0] !== model) throw refuse(source, 'model_id');
  if (scheme !== 'mlflow-artifacts') return;
  if (model === '' && run === '') throw refuse(source, name);
  const root =
    model === ''
      ? owner(source, 'run_id', () => findRun(database, run)).artifact_uri
      : owner(source, 'model_id', () => findLoggedModel(database, model)).location;
  if (!isWithin(source, root)) throw refuse(source, name);
}

function locate(database: DatabaseSync, source: string): { location: string; run?: string } {
  const { scheme, path } = partsOf(source);
  if (scheme !== 'models') return { location: source };
  const [first = '', version = ''] = path;
  if (version !== '') return { location: findVersion(database, first, version).location };
  try {
    const { location, source_run: run } = findLoggedModel(database, first);
    return { location, run };
  } catch (error) {
    throw new MlflowError(
      'INTERNAL_ERROR',
      `Unable to fetch model from model URI source artifact location '${source}'.Error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The address of a version's files where its location is that of a run (`runs:/<id>/model`), which stays as it was named. @throws MlflowError */
export function filesOf(database: DatabaseSync, location: string): string {
  const { scheme, path } = partsOf(location);
  const [run = '', ...rest] = path;
  return scheme === 'runs' ? [findRun(database, run).artifact_uri, ...rest].join('/') : location;
}

/** Checks what a version is made from and finds its files. @throws MlflowError */
export function readSource(
  database: DatabaseSync,
  source: string,
  run: string,
  model: string | undefined,
): VersionSource {
  checkSource(database, source, run, model ?? '');
  const located = locate(database, source);
  return { source, location: located.location, run: run || (located.run ?? ''), model };
}
