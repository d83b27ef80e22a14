/** The thread that encodes and decodes Parquet; it opens no file and no connection. */
import { parentPort } from 'node:worker_threads';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { decodePart, groupsOf } from './decode-part.ts';
import { encodePart, type PartKind, type WrittenRecords } from './encode-part.ts';
import { recordsAtOnce, type FromThread, type ToThread } from './parquet-messages.ts';
import type { PartFacts } from './shape.ts';

const encoding = new Map<number, { part: PartKind; facts: PartFacts; records: unknown[] }>();

/** Who waits until the core took what was told. */
const taken = new Map<number, () => void>();

function tell(message: FromThread, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

async function hear(message: ToThread): Promise<void> {
  const { id } = message;
  switch (message.kind) {
    case 'encode':
      encoding.set(id, { part: message.part, facts: message.facts, records: [] });
      return;
    case 'records':
      for (const record of message.records) encoding.get(id)?.records.push(record);
      return;
    case 'more':
      taken.get(id)?.();
      return;
    case 'drop':
      encoding.delete(id);
      return;
    case 'finish': {
      const one = encoding.get(id);
      encoding.delete(id);
      if (!one) throw new Error('There is no such part');
      const records = one.records as WrittenRecords[PartKind][];
      const value = encodePart(one.part, records, one.facts, message.groups);
      return tell({ id, kind: 'done', value }, [value]);
    }
    case 'groups':
      return tell({ id, kind: 'done', value: groupsOf(message.file) });
    case 'decode': {
      const { records, problem } = await decodePart(message.part, message.file, message.groups);
      const { batches } = message;
      const kept = batches
        ? records.filter((one) => 'batch' in one && batches.includes(one.batch))
        : (records as unknown[]);
      for (let from = 0; from < kept.length; from += recordsAtOnce) {
        const room = new Promise<void>((resolve) => taken.set(id, resolve));
        tell({ id, kind: 'records', records: kept.slice(from, from + recordsAtOnce) });
        await room;
      }
      taken.delete(id);
      return tell({ id, kind: 'done', value: problem?.data });
    }
  }
}

parentPort?.on('message', (message: ToThread) => {
  hear(message).catch((error: unknown) => {
    const data = isFailure(error)
      ? error.data
      : { code: 'internal' as const, message: error instanceof Error ? error.message : String(error) };
    tell({ id: message.id, kind: 'failed', data });
  });
});
