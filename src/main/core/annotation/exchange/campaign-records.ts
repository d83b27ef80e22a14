/** All that the files of a campaign hold, and which files those are. */
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type {
  AdjudicationRecord,
  CampaignFiles,
  ItemRecord,
  Part,
  PartRef,
} from '../files/campaign-files.ts';
import { campaignJson, keyOf } from '../files/campaign-keys.ts';

export interface CampaignRecords {
  readonly campaign: CampaignFile;
  readonly items: readonly ItemRecord[];
  readonly decisions: readonly Decision[];
  readonly adjudications: readonly AdjudicationRecord[];
  /** Files that can change what is read, with their ETags, in the order of their keys; items are frozen with `campaign.json`. */
  readonly sources: readonly { readonly key: string; readonly etag: string }[];
}

/** Parts that are read at once. */
const atOnce = 8;

/** Reads all of it. @throws Failure, also where a part cannot be read: an export without it would be wrong */
export async function readCampaignRecords(
  files: CampaignFiles,
  at: CampaignRef,
  signal?: AbortSignal,
): Promise<CampaignRecords> {
  const { campaign, etag } = await files.read(at, signal);
  const [decisionParts, adjudicationParts] = await Promise.all([
    files.decisionParts(at),
    files.adjudicationParts(at),
  ]);
  const items = await files.items(at, undefined, signal);
  const decisions = await readAll(decisionParts, (part) => files.readDecisions(at, part, signal));
  const adjudications = await readAll(adjudicationParts, (part) => files.readAdjudications(at, part, signal));
  const sources = [
    { key: keyOf(at, campaignJson), etag },
    ...[...decisionParts, ...adjudicationParts].map((part) => ({ key: part.key, etag: part.etag })),
  ].sort((one, other) => (one.key < other.key ? -1 : 1));
  return { campaign, items, decisions, adjudications, sources };
}

async function readAll<Row>(
  parts: readonly PartRef[],
  read: (part: PartRef) => Promise<Part<Row>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < parts.length; from += atOnce)
    for (const { rows: some, problem } of await Promise.all(parts.slice(from, from + atOnce).map(read))) {
      if (problem) throw problem;
      for (const row of some) rows.push(row);
    }
  return rows;
}
