/** MLflow as the capabilities see it; mlflow-client.ts is its one implementation (REST 2.0). */
import type { Readable } from 'node:stream';

export interface MlflowTag {
  readonly key: string;
  readonly value: string;
}

/** Times in milliseconds since 1970. */
export interface MlflowExperiment {
  readonly id: string;
  readonly name: string;
  readonly artifactLocation: string;
  readonly lifecycle: 'active' | 'deleted';
  readonly createdAt?: number;
  readonly updatedAt?: number;
  readonly tags: readonly MlflowTag[];
}

export interface MlflowMetric {
  readonly key: string;
  /** NaN and infinities are kept as such. */
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

export type MlflowRunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface MlflowRun {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly status: MlflowRunStatus;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly artifactUri: string;
  readonly lifecycle: 'active' | 'deleted';
  readonly userId?: string;
  readonly metrics: readonly MlflowMetric[];
  readonly params: readonly MlflowTag[];
  readonly tags: readonly MlflowTag[];
  /** Ids of the logged models that came out of it (MLflow 3). */
  readonly modelOutputs: readonly string[];
}

export interface MlflowModel {
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: readonly MlflowTag[];
  readonly aliases: readonly { readonly alias: string; readonly version: string }[];
  readonly latestVersions: readonly MlflowModelVersion[];
}

export interface MlflowModelVersion {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly userId?: string;
  readonly stage?: string;
  readonly source: string;
  readonly runId?: string;
  readonly modelId?: string;
  readonly status: 'READY' | 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION';
  readonly tags: readonly MlflowTag[];
  readonly aliases: readonly string[];
}

export interface MlflowFile {
  readonly path: string;
  readonly isFolder: boolean;
  readonly bytes?: number;
}

export interface MlflowPage<T> {
  readonly values: readonly T[];
  readonly next?: string;
}

interface Call {
  readonly signal?: AbortSignal | undefined;
}

/** Every call throws a Failure: `signed-out`, `forbidden`, `not-found`, `conflict`, `invalid-input`, `unreachable`, `untrusted`, `busy`, `unsupported`. */
export interface MlflowClient {
  /** Where it is, without credentials, for commands that are shown. */
  readonly address: string;
  version(call?: Call): Promise<string>;
  searchExperiments(
    question?: {
      filter?: string;
      view?: 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';
      most?: number;
      from?: string;
    },
    call?: Call,
  ): Promise<MlflowPage<MlflowExperiment>>;
  experimentByName(name: string, call?: Call): Promise<MlflowExperiment | undefined>;
  createExperiment(name: string, tags?: readonly MlflowTag[], call?: Call): Promise<string>;
  searchRuns(
    question: {
      experiments: readonly string[];
      filter?: string;
      order?: readonly string[];
      view?: 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';
      most?: number;
      from?: string;
    },
    call?: Call,
  ): Promise<MlflowPage<MlflowRun>>;
  run(id: string, call?: Call): Promise<MlflowRun>;
  createRun(
    run: {
      experimentId: string;
      name?: string;
      startedAt: number;
      userId?: string;
      tags?: readonly MlflowTag[];
    },
    call?: Call,
  ): Promise<MlflowRun>;
  /** Status, end or name. */
  updateRun(
    id: string,
    change: { status?: MlflowRunStatus; endedAt?: number; name?: string },
    call?: Call,
  ): Promise<void>;
  logBatch(
    id: string,
    batch: { metrics?: readonly MlflowMetric[]; params?: readonly MlflowTag[]; tags?: readonly MlflowTag[] },
    call?: Call,
  ): Promise<void>;
  setRunTag(id: string, key: string, value: string, call?: Call): Promise<void>;
  removeRunTag(id: string, key: string, call?: Call): Promise<void>;
  metricHistory(
    run: string,
    metric: string,
    page?: { most?: number; from?: string },
    call?: Call,
  ): Promise<MlflowPage<MlflowMetric>>;
  /** Sampled by the server; at most 100 runs. `undefined` where the server does not have it. */
  metricHistories(
    runs: readonly string[],
    metric: string,
    points: number,
    call?: Call,
  ): Promise<ReadonlyMap<string, readonly MlflowMetric[]> | undefined>;
  runArtifacts(
    run: string,
    path: string,
    call?: Call,
  ): Promise<{ root: string; files: readonly MlflowFile[] }>;
  searchModels(
    question?: { filter?: string; most?: number; from?: string },
    call?: Call,
  ): Promise<MlflowPage<MlflowModel>>;
  model(name: string, call?: Call): Promise<MlflowModel>;
  createModel(
    name: string,
    description?: string,
    tags?: readonly MlflowTag[],
    call?: Call,
  ): Promise<MlflowModel>;
  describeModel(name: string, description: string, call?: Call): Promise<void>;
  setModelTag(name: string, key: string, value: string, call?: Call): Promise<void>;
  removeModelTag(name: string, key: string, call?: Call): Promise<void>;
  setAlias(name: string, alias: string, version: string, call?: Call): Promise<void>;
  removeAlias(name: string, alias: string, call?: Call): Promise<void>;
  searchVersions(
    question: { filter?: string; most?: number; from?: string },
    call?: Call,
  ): Promise<MlflowPage<MlflowModelVersion>>;
  modelVersion(name: string, version: string, call?: Call): Promise<MlflowModelVersion>;
  createVersion(
    version: { name: string; source: string; runId?: string; modelId?: string; description?: string },
    call?: Call,
  ): Promise<MlflowModelVersion>;
  describeVersion(name: string, version: string, description: string, call?: Call): Promise<void>;
  setVersionTag(name: string, version: string, key: string, value: string, call?: Call): Promise<void>;
  removeVersionTag(name: string, version: string, key: string, call?: Call): Promise<void>;
  /** The address of a version's files, resolved (`models:/m-...` too): `s3://...`, `mlflow-artifacts:/...`, `file:...`. */
  downloadUri(name: string, version: string, call?: Call): Promise<string>;
  /** Files below an address of the artifact proxy (`mlflow-artifacts:/...`), one level. */
  proxiedFiles(address: string, call?: Call): Promise<readonly MlflowFile[]>;
  /** Bytes by the artifact proxy from `start`; `bytes` is absent where the server does not say (no Content-Length). */
  proxiedBytes(
    address: string,
    start: number,
    call?: Call,
  ): Promise<{ readonly bytes?: number; readonly isPartial: boolean; readonly body: Readable }>;
}

/** The client of a server by its id (see the contract's `modelServers`). @throws Failure `not-found` with `model-server-gone` */
export type MlflowOf = (server: string) => Promise<MlflowClient>;
