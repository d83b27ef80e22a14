/** What the core and the thread of one campaign's quality say to each other. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Decision } from '../../../../shared/contract/annotation/coding.ts';
import type { QualityReport } from '../../../../shared/contract/annotation/quality.ts';
import type { FailureData } from '../../../../shared/contract/errors.ts';
import type { AdjudicationRecord, Claim, ControlRecord } from '../files/campaign-files.ts';
import type { CodePaths } from './code-table.ts';
import type { Dispute } from './disagreements.ts';
import type { SampleItem } from './sample-item.ts';

/** What is known at the moment besides items and parts. */
export interface Setting {
  readonly campaign: CampaignFile;
  readonly paths: CodePaths;
  readonly controls: readonly ControlRecord[];
  readonly claims: readonly Claim[];
  readonly person: string;
}

/** What this laptop alone has: records of the journal as JSON. */
export interface OwnRecords {
  /** Only those that are not sent. */
  readonly decisions: readonly string[];
  readonly adjudications: readonly { readonly record: string; readonly sent: boolean }[];
}

/** Which part of the queue is asked for. */
export interface DisputeQuery {
  readonly settled: boolean | undefined;
  readonly showNames: boolean;
  readonly from: number;
  readonly count: number;
}

export interface DisputePage {
  readonly disputes: readonly Dispute[];
  /** That the query is about; not settled, of all. */
  readonly total: number;
  readonly open: number;
}

/** The figures of a report. */
export type Figures = Partial<
  Pick<QualityReport, 'campaign' | 'agreement' | 'accuracy' | 'confusions' | 'disagreements'>
> & {
  /** Of a complete look: parts with codes that the nomenclature does not have. */
  readonly foreign?: QualityReport['problems'];
};

export type ToThread =
  | { readonly kind: 'setting'; readonly setting: Setting }
  | { readonly kind: 'items'; readonly items: readonly SampleItem[] }
  /** Parts that are there; others are forgotten. */
  | { readonly kind: 'parts'; readonly names: readonly string[] }
  | { readonly kind: 'decisions'; readonly part: string; readonly rows: readonly Decision[] }
  | { readonly kind: 'adjudications'; readonly part: string; readonly rows: readonly AdjudicationRecord[] }
  | { readonly kind: 'own'; readonly own: OwnRecords }
  /** `counts`: what costs little, while parts are still read. */
  | { readonly kind: 'compute'; readonly number: number; readonly what: 'counts' | 'all' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'page'; readonly number: number; readonly query: DisputeQuery };

export type FromThread =
  | { readonly kind: 'figures'; readonly number: number; readonly figures: Figures; readonly share: number }
  | { readonly kind: 'done'; readonly number: number }
  | { readonly kind: 'page'; readonly number: number; readonly page: DisputePage }
  | { readonly kind: 'failed'; readonly number: number; readonly data: FailureData };
