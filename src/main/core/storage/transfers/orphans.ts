/** Uploads that someone began and never ended: they take room and are in no listing. */
import type { OrphanedUpload } from '../../../../shared/contract/storage/transfers.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import type { Engine } from './engine.ts';
import { abortUpload, listParts, listUploads } from './multipart-calls.ts';

const parallel = 8;

/** All of a bucket with the sizes of their parts. @throws Failure */
export async function orphansOf(
  engine: Engine,
  place: { profile: string; bucket: string },
  signal: AbortSignal,
): Promise<OrphanedUpload[]> {
  const endpoint = engine.context.endpoint(place.profile);
  const uploads = await listUploads(endpoint, place.bucket, signal);
  await engine.parts.journal.commit();
  const ours = new Set(await engine.parts.journal.read.uploads());
  const measured: OrphanedUpload[] = [];
  for (let at = 0; at < uploads.length; at += parallel)
    measured.push(
      ...(await Promise.all(
        uploads.slice(at, at + parallel).map(async (upload) => {
          const own = { ...upload, ours: ours.has(upload.uploadId) };
          try {
            const parts = await listParts(
              endpoint,
              { bucket: place.bucket, key: upload.key, signal },
              upload.uploadId,
            );
            const bytes = [...parts.values()].reduce((sum, { size }) => sum + size, 0);
            return { ...own, bytes, parts: parts.size };
          } catch (error) {
            // Its size is not known then; that it is there is.
            if (isFailure(error) && error.code !== 'cancelled') return own;
            throw error;
          }
        }),
      )),
    );
  return measured;
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
