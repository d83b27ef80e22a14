/** Artifacts at an address: straight from S3 where the person's keys reach it, else through the server. */
import { Readable } from 'node:stream';
import { failure, isFailure } from '../../../../shared/contract/errors.ts';
import type { Artifact } from '../../../../shared/contract/models/runs.ts';
import { encodePath, proxiedPath } from '../../platform/mlflow/address.ts';
import type { MlflowClient, MlflowFile } from '../../platform/mlflow/mlflow.ts';
import type { MlflowRequests } from '../../platform/mlflow/requests.ts';
import { number } from '../../platform/mlflow/tolerant-json.ts';
import type { S3Endpoint } from '../../platform/s3/endpoint.ts';
import { scanPages } from '../../platform/s3/list-objects.ts';
import { rowFlags } from '../../platform/s3/list-row.ts';
import { openRanged } from '../../platform/s3/ranged-object.ts';
import type { ProjectContext } from '../../project-context.ts';
import { joinPath, objectAddress, pathBelow } from './artifact-path.ts';

/** A file that can be read from any place on. */
export interface OpenedArtifact {
  /** Absent where nobody says. */
  readonly bytes?: number | undefined;
  readonly etag?: string | undefined;
  /** From `start` on, at least up to `end`. @throws Failure */
  stream(start: number, end: number, signal: AbortSignal): Promise<Readable>;
}

export interface ArtifactSource {
  /** Of the folder: `s3://...`, `mlflow-artifacts:/...`. */
  readonly address: string;
  /** Bytes come from S3, not through the server. */
  readonly straight: boolean;
  /** One level below a clean path, folders first. @throws Failure */
  list(path: string, signal?: AbortSignal): Promise<Artifact[]>;
  /** @throws Failure `not-found` */
  open(path: string, signal?: AbortSignal): Promise<OpenedArtifact>;
}

/** Entries of one folder that are listed. */
const mostListed = 10_000;

/**
 * The source of an address.
 * @param run whose artifacts they are, for servers that hand them out by run only
 * @throws Failure `artifacts-unreachable` where no way leads to them
 */
export async function artifactSource(
  parts: {
    readonly context: Pick<ProjectContext, 'homeProfile' | 'roots' | 'endpoint'>;
    readonly client: MlflowClient;
    readonly requests: MlflowRequests;
  },
  address: string,
  run: { readonly id: string; readonly root: string } | undefined,
  signal?: AbortSignal,
): Promise<ArtifactSource> {
  const at = objectAddress(address);
  const endpoint = at && (await reaching(parts.context, at, signal));
  if (at && endpoint) return objectSource(endpoint, address, at);
  if (proxiedPath(address) !== undefined) return proxiedSource(parts.client, address);
  const below = run && pathBelow(run.root, address);
  if (run && below !== undefined)
    return servedSource(parts.client, parts.requests, { address, run: run.id, below });
  throw failure('forbidden', 'Nobody here reaches the artifacts', {
    reason: 'artifacts-unreachable',
    values: { address },
  });
}

/** The endpoint of a profile that may list there: the home one first. */
async function reaching(
  { homeProfile, roots, endpoint }: Pick<ProjectContext, 'homeProfile' | 'roots' | 'endpoint'>,
  { bucket, key }: { bucket: string; key: string },
  signal?: AbortSignal,
): Promise<S3Endpoint | undefined> {
  const profiles = new Set([homeProfile, ...roots.map(({ profile }) => profile)]);
  for (const profile of profiles) {
    if (profile === undefined) continue;
    try {
      const reached = endpoint(profile);
      const query = { 'list-type': '2', prefix: key === '' ? '' : `${key}/`, 'max-keys': '1' };
      (await reached.send({ method: 'GET', bucket, query, signal })).finish();
      return reached;
    } catch (error) {
      if (!isFailure(error) || error.code === 'cancelled') throw error;
    }
  }
  return undefined;
}

function objectSource(
  endpoint: S3Endpoint,
  address: string,
  { bucket, key }: { bucket: string; key: string },
): ArtifactSource {
  return {
    address,
    straight: true,
    async list(path, signal = new AbortController().signal) {
      const folder = joinPath(key, path);
      const prefix = folder === '' ? '' : `${folder}/`;
      const found: Artifact[] = [];
      const request = { bucket, prefix, recursive: false, versions: false };
      await scanPages(
        endpoint,
        request,
        async (columns, rows) => {
          for (let row = 0; row < rows; row += 1) {
            const name = columns.key(row).slice(prefix.length).replace(/\/$/, '');
            const isFolder = (columns.flags(row) & rowFlags.folder) !== 0;
            // The mark of an empty folder is no file.
            if (name === '') continue;
            const bytes = isFolder ? undefined : columns.size(row);
            found.push({ path: joinPath(path, name), isFolder, ...(bytes !== undefined && { bytes }) });
          }
          return found.length >= mostListed;
        },
        signal,
      );
      return sorted(found);
    },
    async open(path, signal) {
      const object = await openRanged(endpoint, { bucket, key: joinPath(key, path) }, signal);
      return {
        bytes: object.size,
        etag: object.etag,
        stream: (start, end, more) => object.stream(start, end, more),
      };
    },
  };
}

function proxiedSource(client: MlflowClient, address: string): ArtifactSource {
  const list: ArtifactSource['list'] = async (path, signal) =>
    sorted(
      (await client.proxiedFiles(joinPath(address, path), { signal })).map((file) =>
        // Names come without their folder (mlflow/server/handlers.py, _list_artifacts_mlflow_artifacts).
        listed({ ...file, path: joinPath(path, file.path.split('/').at(-1) ?? '') }),
      ),
    );
  return {
    address,
    straight: false,
    list,
    async open(path, signal) {
      const bytes = await sizeIn(list, path, signal);
      return {
        bytes,
        async stream(start, _, more) {
          const call = { signal: more };
          const answer = await client.proxiedBytes(joinPath(address, path), start, call);
          return skipping(answer.body, answer.isPartial ? 0 : start);
        },
      };
    },
  };
}

/** Of a run, as MLflow's own page fetches them (mlflow/server/__init__.py, `/get-artifact`). */
function servedSource(
  client: MlflowClient,
  requests: MlflowRequests,
  { address, run, below }: { address: string; run: string; below: string },
): ArtifactSource {
  const list: ArtifactSource['list'] = async (path, signal) => {
    const { files } = await client.runArtifacts(run, joinPath(below, path), { signal });
    return sorted(files.map((file) => listed({ ...file, path: pathBelow(below, file.path) ?? file.path })));
  };
  return {
    address,
    straight: false,
    list,
    async open(path, signal) {
      const bytes = await sizeIn(list, path, signal);
      return {
        bytes,
        async stream(start, _, more) {
          const query = `path=${encodePath(joinPath(below, path))}&run_uuid=${encodeURIComponent(run)}`;
          const answer = await requests.open({ path: `get-artifact?${query}`, signal: more });
          return skipping(answer.body, start);
        },
      };
    },
  };
}

const listed = ({ path, isFolder, bytes }: MlflowFile): Artifact => ({
  path,
  isFolder,
  ...(number(bytes) !== undefined && { bytes }),
});

const sorted = (artifacts: Artifact[]) =>
  artifacts
    .slice(0, mostListed)
    .sort((one, other) => Number(other.isFolder) - Number(one.isFolder) || (one.path < other.path ? -1 : 1));

/** The size that the list of its folder says: the proxy sends files without Content-Length. */
async function sizeIn(
  list: ArtifactSource['list'],
  path: string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const folder = path.split('/').slice(0, -1).join('/');
  const file = (await list(folder, signal)).find((one) => one.path === path && !one.isFolder);
  if (file) return file.bytes;
  throw failure('not-found', 'The artifact is not there', { reason: 'artifact-gone', values: { path } });
}

/** The stream without its first bytes, for servers without ranges. */
function skipping(body: Readable, bytes: number): Readable {
  if (bytes === 0) return body;
  return Readable.from(
    (async function* () {
      let left = bytes;
      for await (const piece of body as AsyncIterable<Buffer>) {
        if (left < piece.length) yield left > 0 ? piece.subarray(left) : piece;
        left = Math.max(0, left - piece.length);
      }
    })(),
  );
}
