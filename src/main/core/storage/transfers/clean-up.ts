/** What a cancelled transfer leaves: begun uploads at the server, parts on this laptop, copies of what the page sent. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { removePart } from './download-file.ts';
import { abortUpload } from './multipart-calls.ts';
import { fromJournal, type TransferRecord } from './record.ts';
import { endsOf, type EngineParts } from './run-parts.ts';

const patience = 60_000;

/** Removes all of it; false when a server could not be asked: it is tried again at the next start. */
export async function cleanUp(parts: EngineParts, record: TransferRecord): Promise<boolean> {
  const { target } = endsOf(record);
  let clean = true;
  for (let after = -1; ;) {
    const rows = await parts.journal.read.files({
      transfer: record.id,
      states: ['ready', 'active', 'failed'],
      after,
      count: 500,
    });
    await Promise.all(
      rows.map(fromJournal).map(async (file) => {
        const { action, uploadId, target: key } = file.record;
        try {
          if (action === 'download') await removePart(file);
          if (uploadId === undefined || !target) return;
          const endpoint = parts.context.endpoint(target.profile);
          const signal = AbortSignal.timeout(patience);
          await abortUpload(endpoint, { bucket: target.bucket, key, signal }, uploadId);
        } catch {
          clean = false;
        }
      }),
    );
    if (rows.length < 500) break;
    after = rows.at(-1)?.number ?? after;
  }
  await rm(path.join(parts.staged, record.id), { recursive: true, force: true });
  return clean;
}
