/** Uploads that someone began and never ended: they take room and are in no listing. */
import type { OrphanedUpload } from '../../../../shared/contract/storage/transfers.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { Engine } from './engine.ts';
import { abortUpload, listParts, listUploads } from './multipart-calls.ts';
import { fromJournal } from './record.ts';
import { endsOf } from './run-parts.ts';

const parallel = 8;

/** All of a bucket with the sizes of their parts. @throws Failure */
export async function orphansOf(
  engine: Engine,
  place: { profile: string; bucket: string },
  signal: AbortSignal,
): Promise<OrphanedUpload[]> {
  const endpoint = engine.context.endpoint(place.profile);
  const listed = await listUploads(endpoint, place.bucket, signal);
  await engine.parts.journal.commit();
  const ours = new Set(await engine.parts.journal.read.uploads());
  const known = new Set(listed.map(({ uploadId }) => uploadId));
  const own = await ownUploads(engine, place);
  const uploads = [...listed, ...own.filter(({ uploadId }) => !known.has(uploadId))];
  const measured: OrphanedUpload[] = [];
  for (let at = 0; at < uploads.length; at += parallel)
    measured.push(
      ...(
        await Promise.all(
          uploads.slice(at, at + parallel).map(async (upload) => {
            const found = { ...upload, ours: ours.has(upload.uploadId) };
            try {
              const parts = await listParts(
                endpoint,
                { bucket: place.bucket, key: upload.key, signal },
                upload.uploadId,
              );
              const bytes = [...parts.values()].reduce((sum, { size }) => sum + size, 0);
              return [{ ...found, bytes, parts: parts.size }];
            } catch (error) {
              if (!isFailure(error) || error.code === 'cancelled') throw error;
              // Its size is not known then; that it is there is, unless only our journal says so.
              return error.data.reason === 'storage-no-upload' ? [] : [found];
            }
          }),
        )
      ).flat(),
    );
  return measured;
}

/** What our own transfers began: MinIO lists the uploads of one exact key only, so that a list of the bucket is empty there. */
async function ownUploads(
  { runs, parts: { journal } }: Engine,
  place: { profile: string; bucket: string },
): Promise<{ key: string; uploadId: string; startedAt: number }[]> {
  const found: { key: string; uploadId: string; startedAt: number }[] = [];
  for (const run of runs()) {
    const record = run.record();
    const { id, startedAt } = record;
    const { target } = endsOf(record);
    if (target?.profile !== place.profile || target.bucket !== place.bucket) continue;
    for (let after = -1; ;) {
      const asked = { transfer: id, states: ['active', 'failed'], after, count: 1000 } as const;
      const rows = (await journal.read.files(asked)).map(fromJournal);
      for (const { record: file } of rows)
        if (file.uploadId !== undefined) found.push({ key: file.target, uploadId: file.uploadId, startedAt });
      if (rows.length < asked.count) break;
      after = rows.at(-1)?.number ?? after;
    }
  }
  return found;
}

/** Aborts uploads; how many. @throws Failure of the first that could not be aborted */
export async function abortOrphans(
  engine: Engine,
  asked: { profile: string; bucket: string; uploads: readonly { key: string; uploadId: string }[] },
  signal: AbortSignal,
): Promise<number> {
  const endpoint = engine.context.endpoint(asked.profile);
  let aborted = 0;
  for (const { key, uploadId } of asked.uploads) {
    await abortUpload(endpoint, { bucket: asked.bucket, key, signal }, uploadId);
    aborted += 1;
  }
  return aborted;
}
