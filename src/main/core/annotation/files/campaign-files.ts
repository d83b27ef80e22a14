/** The files of a campaign on S3 (DESIGN 5), as the parts of the annotation see them; other programs read them too. */
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision, SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import type { Disagreement } from '../../../../shared/contract/annotation/quality.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';

/** One item as drawn; frozen when the campaign is made. Codes with their dots. */
export interface ItemRecord {
  readonly id: string;
  /** Of the source, for example `liasse_numero`. */
  readonly sourceId: string;
  readonly batch: string;
  readonly text: string;
  readonly cleanText: string;
  /** Every other variable by its column; empty ones are left out. */
  readonly fields: Readonly<Record<string, string>>;
  readonly knownCode?: string | undefined;
  /** Rows of the frame with the same text. */
  readonly multiplicity: number;
  readonly stratum?: string | undefined;
  /** N_h; absent for what was not drawn by probability, as are the next two. */
  readonly populationSize?: number | undefined;
  readonly inclusionProbability?: number | undefined;
  readonly weight?: number | undefined;
  /** `margin`, `none-likely`, `random`, `rare`: of an uncertainty sample. */
  readonly queue?: string | undefined;
  readonly suggestions?: SuggestionSet | undefined;
}

/** A hidden item whose code is known. */
export interface ControlRecord {
  readonly item: string;
  readonly code: string;
}

export interface AdjudicationRecord extends Omit<NonNullable<Disagreement['settled']>, 'sent'> {
  /** UUID. */
  readonly id: string;
  readonly item: string;
  readonly machine: string;
}

/** An object of a campaign; the content of a part never changes. */
export interface PartRef {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  /** Whose decisions; undefined for other parts. */
  readonly annotator?: string | undefined;
}

/** What a part holds; what cannot be read is named and left out, never silently. */
export interface Part<Row> {
  readonly rows: readonly Row[];
  readonly problem?: Failure | undefined;
}

export interface Holder {
  readonly name: string;
  readonly claimedAt: number;
  readonly expiresAt: number;
  /** Every item of the batch is decided by this person. */
  readonly done: boolean;
}

/** `claims/<batch>.json`: created with `If-None-Match: *`, changed with `If-Match`. */
export interface Claim {
  readonly batch: string;
  readonly holders: readonly Holder[];
}

export interface CampaignFiles {
  /** @throws Failure `not-found`; `unsupported` with `campaign-newer`; `invalid-input` with `campaign-damaged` (line, column) */
  read(at: CampaignRef, signal?: AbortSignal): Promise<{ campaign: CampaignFile; etag: string }>;
  /**
   * Writes items and controls first and `campaign.json` last, so that a campaign is there whole or not at all.
   * @param progress told of the share of the items that was written
   * @throws Failure `conflict` with `campaign-exists`
   */
  create(
    at: CampaignRef,
    campaign: CampaignFile,
    items: readonly ItemRecord[],
    controls: readonly ControlRecord[],
    signal?: AbortSignal,
    progress?: (share: number) => void,
  ): Promise<void>;
  /** Reads, changes and writes with `If-Match`, again when somebody else was faster. */
  change(at: CampaignRef, change: (campaign: CampaignFile) => CampaignFile): Promise<CampaignFile>;
  /** Items of some batches, or all; only the row groups that hold them are fetched. Kept on the laptop unless the platform forbids it. */
  items(at: CampaignRef, batches?: readonly string[], signal?: AbortSignal): Promise<readonly ItemRecord[]>;
  controls(at: CampaignRef): Promise<readonly ControlRecord[]>;
  decisionParts(at: CampaignRef, annotator?: string): Promise<readonly PartRef[]>;
  adjudicationParts(at: CampaignRef): Promise<readonly PartRef[]>;
  /** By key and ETag from the laptop's cache where it is there. */
  readDecisions(at: CampaignRef, part: PartRef, signal?: AbortSignal): Promise<Part<Decision>>;
  readAdjudications(at: CampaignRef, part: PartRef, signal?: AbortSignal): Promise<Part<AdjudicationRecord>>;
  /**
   * Writes `decisions/annotator=<name>/part-<uuid>.parquet` (the record of reference: decision beside its item) and reads it back. The same
   * rows and uuid give the same bytes: what is there already with them counts as written.
   * @throws Failure `conflict` with `part-differs` where something else lies there
   */
  writeDecisions(
    at: CampaignRef,
    part: { readonly uuid: string; readonly annotator: string },
    rows: readonly { readonly decision: Decision; readonly item: ItemRecord }[],
    campaign: CampaignFile,
  ): Promise<PartRef>;
  writeAdjudications(
    at: CampaignRef,
    part: { readonly uuid: string },
    rows: readonly AdjudicationRecord[],
    campaign: CampaignFile,
  ): Promise<PartRef>;
  claims(at: CampaignRef): Promise<readonly Claim[]>;
  /**
   * Makes the person a holder where there is room: fewer holders than `annotators`, or one whose claim ended where stealing is on; renews
   * where the person holds it already. Undefined where there is none. Never two people beyond the number.
   */
  claim(
    at: CampaignRef,
    campaign: CampaignFile,
    batch: string,
    person: string,
    now: number,
  ): Promise<Claim | undefined>;
  /** Marks as done, or gives back. */
  endClaim(at: CampaignRef, batch: string, person: string, how: 'done' | 'released'): Promise<void>;
}
