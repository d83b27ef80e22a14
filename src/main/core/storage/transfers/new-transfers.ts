/** New transfers, as a person asks for them: checked, named, and noted before anything happens. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Selection } from '../../../../shared/contract/storage/listing.ts';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { shownPath } from './count-files.ts';
import type { Engine } from './engine.ts';
import type { Job, TransferRecord } from './record.ts';
import type { Run } from './run.ts';
import { commandFor } from './shown-command.ts';
import { newSecret, stagedAddress, stagedFiles, type Announced } from './staging.ts';
import type { Planned } from './sync.ts';

const address = ({ bucket, prefix }: { bucket: string; prefix: string }) => `s3://${bucket}/${prefix}`;

function command(engine: Engine, job: Job): string {
  return commandFor(job, (profile) => {
    try {
      return engine.context.endpoint(profile).profile.name.replace(/[^\w.-]+/g, '-') || 's3';
    } catch {
      return 's3';
    }
  });
}

type New = Pick<TransferRecord, 'kind' | 'name' | 'from' | 'to' | 'job'>;

function described(engine: Engine, given: New) {
  return { ...given, state: 'waiting', phase: 'counting', command: command(engine, given.job) } as const;
}

function absolute(paths: readonly string[]): void {
  const wrong = paths.find((one) => !path.isAbsolute(one));
  if (wrong === undefined) return;
  throw failure('invalid-input', 'Not an absolute path', {
    reason: 'transfer-local-path',
    values: { name: wrong },
  });
}

/** Files and folders of this laptop. @throws Failure `invalid-input` */
export async function newUpload(engine: Engine, to: Place, paths: readonly string[]): Promise<Run> {
  absolute(paths);
  const [only = ''] = paths;
  const single = paths.length === 1;
  return engine.add(
    described(engine, {
      kind: 'upload',
      name: single ? path.basename(only) : '',
      from: shownPath(single ? only : path.dirname(only)),
      to: address(to),
      job: { kind: 'upload', to, paths: [...paths] },
    }),
  );
}

/** Files that the page will send. @throws Failure `invalid-input` */
export async function newStaged(
  engine: Engine,
  to: Place,
  files: readonly Announced[],
): Promise<{ id: string; files: { path: string; address: string }[] }> {
  const id = randomUUID();
  const secret = newSecret();
  const rows = stagedFiles(files, {
    prefix: to.prefix,
    folder: engine.parts.staged,
    transfer: id,
    now: engine.parts.surroundings.host.clock(),
  });
  const tops = new Set(rows.map(({ name }) => name.split('/')[0] ?? ''));
  const [top = ''] = tops;
  await engine.add(
    {
      ...described(engine, {
        kind: 'upload',
        name: tops.size === 1 ? top : '',
        from: '',
        to: address(to),
        job: { kind: 'staged', to, secret },
      }),
      id,
      phase: 'checking',
    },
    rows,
  );
  return {
    id,
    files: files.map((file, number) => ({
      path: file.path,
      address: `/blobs/${stagedAddress(id, number, secret)}`,
    })),
  };
}

/** Objects to a folder of this laptop. @throws Failure `forbidden` where the platform wants no copies */
export async function newDownload(engine: Engine, selection: Selection, folder: string): Promise<Run> {
  absolute([folder]);
  if (engine.context.forbidsLocalCopies)
    throw failure('forbidden', 'This platform allows no copies on laptops', {
      reason: 'transfer-no-local-copies',
    });
  const { profile, bucket, prefix, single = '' } = engine.parts.resolve(selection);
  return engine.add(
    described(engine, {
      kind: 'download',
      name: single,
      from: address({ bucket, prefix }) + single,
      to: shownPath(folder),
      job: { kind: 'download', from: { profile, bucket }, selection, folder: path.normalize(folder) },
    }),
  );
}

/** Copies or moves on the server. @throws Failure */
export async function newCopy(
  engine: Engine,
  kind: 'copy' | 'move',
  selection: Selection,
  to: Place,
  rename?: { from: string; to: string },
): Promise<Run> {
  const { profile, bucket, prefix, single = '' } = engine.parts.resolve(selection);
  return engine.add(
    described(engine, {
      kind,
      name: single,
      from: address({ bucket, prefix }) + single,
      to: address(to) + (rename?.to ?? ''),
      job: { kind, from: { profile, bucket }, selection, to, ...(rename && { rename }) },
    }),
  );
}

/** Gives an object or a folder another name where it lies. @throws Failure `invalid-input` with `transfer-rename` */
export async function newRename(
  engine: Engine,
  asked: { profile: string; bucket: string; key: string; name: string },
): Promise<Run> {
  const { profile, bucket, key, name } = asked;
  const plain = key.replace(/\/$/, '');
  const old = plain.slice(plain.lastIndexOf('/') + 1);
  if (name.includes('/') || name === '.' || name === '..' || name === old)
    throw failure('invalid-input', 'Not a new name', {
      reason: 'transfer-rename',
      field: 'name',
      values: { name },
    });
  const prefix = plain.slice(0, plain.length - old.length);
  return newCopy(
    engine,
    'move',
    { kind: 'rows', profile, bucket, keys: [key] },
    { profile, bucket, prefix },
    { from: old, to: name },
  );
}

/** Deletes objects, or with `versions` all that ever was. @throws Failure */
export async function newRemoval(engine: Engine, selection: Selection, versions: boolean): Promise<Run> {
  const { profile, bucket, prefix, single = '' } = engine.parts.resolve(selection);
  return engine.add(
    described(engine, {
      kind: 'delete',
      name: single,
      from: address({ bucket, prefix }) + single,
      job: { kind: 'delete', from: { profile, bucket }, selection, versions },
    }),
  );
}

/** Takes back what a transfer deleted or moved. @throws Failure `conflict` when that is not possible (any more) */
export async function newUndo(engine: Engine, id: string): Promise<Run> {
  const run = engine.run(id);
  const { job, kind, name, from, to, canUndo } = run.record();
  if (!canUndo || (job.kind !== 'move' && job.kind !== 'delete'))
    throw failure('conflict', 'It cannot be undone', { reason: 'transfer-no-undo' });
  await run.undone();
  const moved = job.kind === 'move';
  return engine.add(
    described(engine, {
      kind,
      name,
      from: moved && to !== undefined ? to : from,
      ...(moved && { to: from }),
      job: {
        kind: 'undo',
        of: id,
        from: job.from,
        ...(moved && { to: { profile: job.to.profile, bucket: job.to.bucket } }),
      },
    }),
  );
}

/** Runs a plan that was seen. */
export async function newSync(engine: Engine, { job, files }: Planned): Promise<Run> {
  const local = shownPath(job.local);
  const remote = address(job.remote);
  const [from, to] = job.direction === 'up' ? [local, remote] : [remote, local];
  return engine.add(
    {
      ...described(engine, { kind: 'sync', name: path.basename(job.local), from, to, job }),
      phase: 'running',
    },
    files,
  );
}
