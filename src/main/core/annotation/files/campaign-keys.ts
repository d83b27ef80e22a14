/** Where the files of a campaign lie below its folder (DESIGN 5). Pure. */
import { createHash } from 'node:crypto';
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';

/** The key of a file below the campaign's folder. */
export function keyOf(at: CampaignRef, file: string): string {
  return `${at.prefix}${file}`;
}

/** The last part of the campaign's folder: its id. */
export function nameOf(at: CampaignRef): string {
  return at.prefix.replace(/\/$/, '').split('/').at(-1) ?? '';
}

export const campaignJson = 'campaign.json';
export const itemsFolder = 'items/';
export const decisionsFolder = 'decisions/';
export const adjudicationFolder = 'adjudication/';
export const claimsFolder = 'claims/';

/** Who made a campaign when: by this, what it wrote before its `campaign.json` is told from what another attempt left behind. */
type Made = Pick<CampaignFile, 'id' | 'createdAt' | 'createdBy'>;

function madeBy({ id, createdAt, createdBy }: Made): string {
  const made = JSON.stringify([id, createdAt, createdBy]);
  return createHash('sha256').update(made).digest('hex').slice(0, 12);
}

/** How the parts of the items begin. */
export function itemPartPrefix(made: Made): string {
  return `${itemsFolder}part-${madeBy(made)}-`;
}

/** The hidden items with a known code. */
export function controlsFile(made: Made): string {
  return `controls-${madeBy(made)}.json`;
}

/** The n-th part of the items, from 0. */
export function itemPart(prefix: string, index: number): string {
  return `${prefix}${String(index).padStart(5, '0')}.parquet`;
}

/** The folder of a person's decisions: a partition as Hive names it. */
export function annotatorFolder(annotator: string): string {
  return `${decisionsFolder}annotator=${encodeName(annotator)}/`;
}

/** The person that a key of a decision part names; undefined for keys of another form. */
export function annotatorOf(key: string): string | undefined {
  const name = /\/annotator=([^/]*)\/[^/]+$/.exec(key)?.[1];
  return name === undefined ? undefined : decodeName(name);
}

export function partFile(uuid: string): string {
  return `part-${uuid}.parquet`;
}

/** The claim of a batch; with a person, the one that only this person writes (campaigns without conditional writes). */
export function claimFile(batch: string, person?: string): string {
  return `${claimsFolder}${encodeName(batch)}${person === undefined ? '' : `@${encodeName(person)}`}.json`;
}

/** The batch that a key of a claim means; undefined for other keys. */
export function batchOfClaim(key: string): string | undefined {
  const name = /\/claims\/([^/@]+)(?:@[^/]*)?\.json$/.exec(`/${key}`)?.[1];
  return name === undefined ? undefined : decodeName(name);
}

/** A name as one segment of a key that every server and tool takes. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(
    /[!'()*@]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
