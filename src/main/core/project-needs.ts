/** What capabilities of a project need of each other; they meet in project-work.ts. */
import type { CampaignFile, CampaignRef } from '../../shared/contract/annotation/campaigns.ts';
import type { ModelAnswer } from '../../shared/contract/models/inference.ts';

/** A settled item of a campaign, for what learns from it or is measured by it. */
export interface CodedItem {
  /** Of the source, for example `liasse_numero`. */
  readonly id: string;
  readonly text: string;
  /** As items with the same text are found (`shared/text/normalise.ts`). */
  readonly normalisedText: string;
  /** By the names of the existing Parquet files; empty ones are left out. */
  readonly variables: Readonly<Record<string, string>>;
  /** With its dot, of the campaign's nomenclature. */
  readonly code: string;
  readonly stratum: string | undefined;
  /** Inverse of the inclusion probability; undefined where the sample has none. */
  readonly weight: number | undefined;
}

export interface CodedItems {
  readonly campaign: CampaignFile;
  /** One an item: adjudicated, else agreed by most, else the only decision (as exports with `resolved` rows). */
  readonly items: readonly CodedItem[];
  /** Decided items without one code: people differ and nobody settled it. */
  readonly unresolved: number;
  /** Files that were read, with their ETags. */
  readonly sources: readonly { readonly key: string; readonly etag: string }[];
}

/** Reads them, decisions that wait to be sent first sent where the storage answers. @throws Failure of the storage */
export type CodedItemsOf = (at: CampaignRef, signal?: AbortSignal) => Promise<CodedItems>;

/** Predicts with a model of this laptop, through its preprocessing; any number of texts. */
export type PredictHere = (
  pin: string,
  questions: readonly { readonly text: string; readonly variables: Readonly<Record<string, string>> }[],
  options: { readonly count: number; readonly signal?: AbortSignal | undefined },
) => Promise<readonly ModelAnswer[]>;
