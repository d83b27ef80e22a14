/** Compares a folder of this laptop with a prefix and plans what makes one like the other. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { SyncPlan } from '../../../../shared/contract/storage/transfers.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { bareEtag, kindOfEtag } from '../../platform/s3/etag.ts';
import { listAll } from '../../platform/s3/list-objects.ts';
import type { Engine } from './engine.ts';
import { localFailure } from './line.ts';
import { walk } from './local-walk.ts';
import type { FileEntry, FileRecord, Job } from './record.ts';
import { createLocalNames } from './safe-names.ts';
import { difference } from './sync-plan.ts';

export type SyncJob = Job & { kind: 'sync' };

export interface Planned {
  readonly plan: SyncPlan;
  readonly job: SyncJob;
  readonly files: readonly FileEntry[];
}

interface Side {
  /** A local path or a key. */
  readonly at: string;
  readonly size: number;
  readonly modified: number;
  readonly etag?: string;
}

const sampleSize = 100;

/** The plan; `told` is called now and then with how far it is. @throws Failure */
export async function planSync(
  engine: Engine,
  asked: SyncJob & { readonly remove: boolean },
  signal: AbortSignal,
  told: (plan: SyncPlan) => void,
): Promise<Planned> {
  const { remove, ...job } = asked;
  const id = randomUUID();
  const none = { files: 0, bytes: 0 };
  const plan = {
    id,
    state: 'comparing' as SyncPlan['state'],
    create: { ...none },
    update: { ...none },
    remove: { ...none },
    same: 0,
    sample: [] as SyncPlan['sample'],
  };
  const copy = () => structuredClone(plan);
  told(copy());
  const [local, remote] = await Promise.all([localSide(job, signal), remoteSide(engine, job, signal)]);
  const [source, target] = job.direction === 'up' ? [local, remote] : [remote, local];
  const files: FileEntry[] = [];
  const add = (action: 'create' | 'update' | 'remove', name: string, side: Side, record: FileRecord) => {
    plan[action].files += 1;
    plan[action].bytes += side.size;
    if (plan.sample.length < sampleSize) plan.sample.push({ action, name, bytes: side.size });
    files.push({ number: files.length, state: 'ready', conflict: false, name, size: side.size, record });
  };
  let since = Date.now();
  for (const [name, from] of source) {
    if (signal.aborted) throw failure('cancelled', 'Cancelled');
    const to = target.get(name);
    const kind = difference(from, to);
    const different = kind === 'compare' && to ? !(await isSame(engine, job, from, to)) : kind !== 'same';
    if (!different) plan.same += 1;
    else {
      const where = to?.at ?? placeOf(job, name);
      const record: FileRecord = {
        action: job.direction === 'up' ? 'upload' : 'download',
        source: from.at,
        target: where,
        modified: from.modified,
        ...(from.etag && { etag: from.etag }),
        replace: to !== undefined,
      };
      add(to ? 'update' : 'create', name, from, record);
    }
    if (Date.now() - since > 200) {
      since = Date.now();
      told(copy());
    }
  }
  if (remove)
    for (const [name, there] of target) {
      if (source.has(name)) continue;
      const action = job.direction === 'up' ? 'delete' : 'unlink';
      add('remove', name, there, {
        action,
        source: there.at,
        target: there.at,
        modified: there.modified,
        replace: true,
      });
    }
  plan.state = 'ready';
  return { plan: copy(), job, files };
}

/** Local files by relative path with slashes. A folder that is not there yet is empty. */
async function localSide(job: SyncJob, signal: AbortSignal): Promise<Map<string, Side>> {
  const files = new Map<string, Side>();
  try {
    for await (const batch of walk(path.resolve(job.local), '', signal))
      for (const { source, relative, size, modified, problem, skipped } of batch) {
        if (skipped) continue;
        // What cannot be read would look as if it were gone, and be removed on the other side.
        if (problem) throw failure(problem.code, problem.message, problem);
        files.set(relative, { at: source, size, modified });
      }
  } catch (error) {
    const known = localFailure(error, job.local);
    if (known.code !== 'not-found' || job.direction === 'up') throw known;
  }
  return files;
}

/** Objects by the relative path that they have or would get on this laptop. */
async function remoteSide(engine: Engine, job: SyncJob, signal: AbortSignal): Promise<Map<string, Side>> {
  const { profile, bucket, prefix } = job.remote;
  const names = createLocalNames({
    windows: process.platform === 'win32',
    caseSensitive: process.platform === 'linux',
  });
  const objects = new Map<string, Side>();
  const request = { bucket, prefix, recursive: true, versions: false, inOrder: true, signal };
  for await (const page of listAll(engine.context.endpoint(profile), request))
    for (const { key, size, modified, etag } of page) {
      const relative = key.slice(prefix.length);
      if (relative === '' || (relative.endsWith('/') && size === 0)) continue;
      objects.set(job.direction === 'down' ? names.place(relative) : relative, {
        at: key,
        size,
        modified,
        etag,
      });
    }
  return objects;
}

function placeOf(job: SyncJob, name: string): string {
  return job.direction === 'up'
    ? job.remote.prefix + name
    : path.join(path.resolve(job.local), ...name.split('/'));
}

/** As large and newer: the bytes decide where the server told an MD5. */
async function isSame(engine: Engine, job: SyncJob, from: Side, to: Side): Promise<boolean> {
  const [file, etag] = job.direction === 'up' ? [from.at, to.etag] : [to.at, from.etag];
  if (etag === undefined || kindOfEtag(etag) !== 'md5') return false;
  return (await engine.parts.hashing.md5(file, 0, from.size)) === bareEtag(etag);
}
