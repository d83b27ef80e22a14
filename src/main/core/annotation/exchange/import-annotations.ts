/** Takes annotations of Label Studio into a campaign, as parts of those who made them. */
import type { z } from 'zod';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { exchangeOperations } from '../../../../shared/contract/annotation/exchange.ts';
import type { Nomenclature, SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import type { Ranged } from '../../platform/s3/ranged-object.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { readCampaignRecords } from './campaign-records.ts';
import { runInThread } from './exchange-thread.ts';
import type { Taken } from './taken-decisions.ts';
import { uuid5 } from './uuid5.ts';

type Operation = typeof exchangeOperations.importAnnotations;

/** Bytes that the files may have together: they are read whole. */
const largest = 256 * 1024 ** 2;
/** Decisions of one part. */
const mostInPart = 5_000;

/**
 * Writes what is new; the same files a second time write nothing.
 * @throws Failure `forbidden` with `import-not-lead`, `unsupported` with `file-too-large`; those of the campaign's parts
 */
export async function takeAnnotations(
  { at, files: sources, people }: z.output<Operation['input']>,
  parts: {
    readonly context: Pick<AnnotationContext, 'userName'>;
    readonly files: CampaignFiles;
    readonly nomenclature: (id: string) => Promise<Nomenclature>;
    readonly openSource: (file: SourceFile, signal?: AbortSignal) => Promise<Ranged>;
  },
  signal?: AbortSignal,
): Promise<z.input<Operation['output']>> {
  const { files } = parts;
  const records = await readCampaignRecords(files, at, signal);
  const { campaign, items } = records;
  if (!campaign.leads.includes(parts.context.userName))
    throw failure('forbidden', 'Only a lead takes in what others coded', { reason: 'import-not-lead' });
  const read = await readWhole(
    await Promise.all(sources.map((file) => parts.openSource(file, signal))),
    signal,
  );
  const nomenclature = await parts.nomenclature(campaign.nomenclature.id);
  const job = { kind: 'import', campaign, nomenclature, files: read, people } as const;
  const taken: Taken = await runInThread(job, records, signal);
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const [annotator, own] of Map.groupBy(taken.decisions, (decision) => decision.annotator))
    for (let from = 0; from < own.length; from += mostInPart) {
      const some = own.slice(from, from + mostInPart);
      const rows = some.flatMap((decision) => {
        const item = byId.get(decision.item);
        return item ? [{ decision, item }] : [];
      });
      await files.writeDecisions(at, { uuid: partOf(some), annotator }, rows, campaign);
    }
  const { already, unknownItems, findings } = taken;
  return { decisions: taken.decisions.length, already, unknownItems, findings: [...findings] };
}

/** A name that follows from what is in it: an import that was cut off writes the same parts again. */
const partOf = (decisions: readonly Decision[]) => uuid5(decisions.map(({ id }) => id).join(' '));

async function readWhole(sources: readonly Ranged[], signal?: AbortSignal) {
  const size = sources.reduce((sum, one) => sum + one.size, 0);
  if (size > largest)
    throw failure('unsupported', 'The files are too large', {
      reason: 'file-too-large',
      values: { name: sources[0]?.name ?? '', largest: largest / 1024 ** 3 },
    });
  const read: { name: string; bytes: Uint8Array }[] = [];
  for (const source of sources)
    read.push({ name: source.name, bytes: await source.read(0, source.size, signal) });
  return read;
}
