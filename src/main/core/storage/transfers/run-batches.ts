/** Deletions go many at a time; a move is a copy whose source is deleted afterwards. */
import type { FailureData } from '../../../../shared/contract/errors.ts';
import { localFailure, repeated } from './line.ts';
import { toJournal, type FileEntry } from './record.ts';
import { copyFile, failFile } from './run-file.ts';
import { endsOf, type Under } from './run-parts.ts';
import { verdictOf } from './verdict.ts';

/** Deletes the sources of files; notes their delete markers, by which it can be undone. @throws Failure when nothing can be asked */
export async function deleteBatch(under: Under, files: readonly FileEntry[]): Promise<void> {
  if (files.length === 0) return;
  const { parts, signal, counters, record } = under;
  const ends = endsOf(record());
  const { action } = files[0]?.record ?? { action: 'delete' };
  // A synchronisation removes at its target; an undone move removes what it had made there.
  const end =
    record().job.kind === 'undo' && action === 'delete' ? ends.target : (ends.source ?? ends.target);
  if (!end) return;
  const endpoint = parts.context.endpoint(end.profile);
  const named = (key: string, versionId = '') => `${versionId}\n${key}`;
  const asked = files.map(({ record: { source, versionId, action: how } }) => ({
    key: source,
    // A moved version leaves a delete marker like any other; only a deletion means the version itself.
    ...(versionId !== undefined && how !== 'move' && { versionId }),
  }));
  const result = await repeated(parts.lines.server, endpoint, signal, () =>
    parts.deleteObjects(endpoint, end.bucket, asked, signal),
  );
  const failed = new Map<string, FailureData>(
    result.failed.map(({ key, versionId, problem }) => [named(key, versionId), problem]),
  );
  const byKey = new Map<string, FailureData>(result.failed.map(({ key, problem }) => [key, problem]));
  const markers = new Map(result.markers.map(({ key, versionId }) => [key, versionId]));
  for (const [at, file] of files.entries()) {
    const { key = '', versionId } = asked[at] ?? {};
    const problem =
      failed.get(named(key, versionId)) ?? (versionId === undefined ? byKey.get(key) : undefined);
    if (problem) {
      failFile(under, file, problem);
      continue;
    }
    const marker = versionId === undefined ? markers.get(key) : undefined;
    counters.done += 1;
    counters.bytesDone += file.size;
    counters.partly.delete(file.number);
    parts.journal.note(
      marker === undefined
        ? { kind: 'state', transfer: record().id, number: file.number, state: 'done' }
        : {
            kind: 'file',
            transfer: record().id,
            file: toJournal({ ...file, state: 'done', record: { ...file.record, marker } }),
          },
    );
  }
  parts.changed();
}

/** The first half of a move: the copy; undefined when it failed. @throws Failure when the transfer must wait */
export async function copyToMove(under: Under, file: FileEntry): Promise<FileEntry | undefined> {
  if (file.record.copied) return file;
  try {
    await copyFile(under, file);
  } catch (error) {
    const known = localFailure(error, file.name);
    if (under.signal.aborted || verdictOf(known) !== 'file') throw known;
    failFile(under, file, known.data);
    return undefined;
  }
  const copied: FileEntry = { ...file, state: 'active', record: { ...file.record, copied: true } };
  under.parts.journal.note({ kind: 'file', transfer: under.record().id, file: toJournal(copied) });
  return copied;
}
