/** Makes an export: reads the campaign's files, has the rows written by the thread, puts them beside. */
import { isDeepStrictEqual } from 'node:util';
import type { ExportManifest, ExportRequest } from '../../../../shared/contract/annotation/exchange.ts';
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { CampaignFiles } from '../files/campaign-files.ts';
import { readCampaignRecords, type CampaignRecords } from './campaign-records.ts';
import { exportExists, exportKey, readManifest, writeExport } from './export-files.ts';
import { runInThread } from './exchange-thread.ts';
import type { Exported } from './exchange-job.ts';

/**
 * The same request over the same files gives the same hashes; one that was made already is not written again.
 * @param app name and version of the program
 * @throws Failure `conflict` with `export-exists` where an export of that name holds something else; those of the campaign's parts
 */
export async function exportToFolder(
  request: ExportRequest,
  parts: {
    readonly context: Pick<AnnotationContext, 'endpoint' | 'userName'>;
    readonly files: CampaignFiles;
    readonly nomenclature: (id: string) => Promise<Nomenclature>;
    readonly clock: () => number;
    readonly app: string;
  },
  signal?: AbortSignal,
): Promise<ExportManifest> {
  const { context, files } = parts;
  const { at } = request;
  const endpoint = context.endpoint(at.profile);
  const there = await readManifest(endpoint, at, request.name, signal);
  const { sources, ...records } = await readCampaignRecords(files, at, signal);
  const { campaign } = records;
  const nomenclature = await parts.nomenclature(campaign.nomenclature.id);
  const { format, rows, sets } = request;
  const job = { kind: 'export', campaign, nomenclature, wanted: { format, rows, sets } } as const;
  const written: Exported = await runInThread(job, records, signal);
  const made: ExportManifest = {
    schemaVersion: 1,
    campaign: campaign.id,
    request,
    nomenclature: campaign.nomenclature,
    seed: campaign.sampling.seed,
    sources: [...sources],
    ...versionsIn(records),
    files: written.files.map(({ name, rows: count, bytes, hash }) => ({
      name,
      key: exportKey(at, request.name, name),
      rows: count,
      bytes: bytes.length,
      hash,
    })),
    unresolved: { ties: written.ties, conflicts: written.conflicts },
    madeAt: parts.clock(),
    madeBy: context.userName,
    app: parts.app,
  };
  if (there) {
    if (isDeepStrictEqual(there.files, made.files)) return there;
    throw exportExists(request.name);
  }
  await writeExport(endpoint, at, request, written.files, made, signal);
  return made;
}

/** Under which guidelines, and with which models, the decisions were made. */
function versionsIn({ decisions, items }: Pick<CampaignRecords, 'decisions' | 'items'>) {
  const guidelines = new Set(decisions.map(({ guidelineVersion }) => guidelineVersion));
  const models = new Set(decisions.flatMap(({ modelVersion }) => modelVersion ?? []));
  for (const { suggestions } of items)
    if (suggestions) models.add([suggestions.model, suggestions.modelVersion].filter(Boolean).join('/'));
  return {
    guidelineVersions: [...guidelines].sort((one, other) => one - other),
    modelVersions: [...models].sort(),
  };
}
