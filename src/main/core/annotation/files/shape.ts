/** What the three kinds of part have in common. */
import type { z } from 'zod';
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Suggestion } from '../../../../shared/contract/annotation/coding.ts';
import { spelled, unspelled, type Spelling } from './code-spelling.ts';
import type { Column, Row } from './columns.ts';

/** What is the same in all rows of a part. */
export interface PartFacts {
  readonly nomenclature: string;
  readonly frameId: string;
  readonly seed: number;
  readonly purpose: CampaignFile['purpose'];
  readonly mode: CampaignFile['mode'];
}

/** How records of one kind lie in Parquet. */
export interface Shape<Written, Read> {
  readonly columns: readonly Column[];
  /** Without these a file is of another schema. */
  readonly needed: readonly string[];
  readonly read: z.ZodType<Read>;
  codes(record: Written): readonly (string | undefined)[];
  toRow(record: Written, facts: PartFacts, spelling: Spelling): Row;
  /** What `read` checks. */
  fromRow(row: Row, spelling: Spelling): unknown;
}

/** The facts of a campaign. */
export function factsOf(campaign: CampaignFile): PartFacts {
  const { nomenclature, sampling, purpose, mode } = campaign;
  return { nomenclature: nomenclature.id, frameId: sampling.frame.id, seed: sampling.seed, purpose, mode };
}

/** The columns of the facts; the values of `purpose` are those of the existing files. */
export function factColumns(facts: PartFacts): Row {
  const { nomenclature, frameId, seed, purpose, mode } = facts;
  const named = purpose === 'gold' ? 'gold' : 'train';
  return { nomenclature, frame_id: frameId, seed, purpose: named, mode };
}

export function writtenCode(code: string | undefined, spelling: Spelling): string | undefined {
  return code === undefined ? undefined : spelled(code, spelling);
}

export function readCode(code: string | undefined, spelling: Spelling): string | undefined {
  return code === undefined ? undefined : unspelled(code, spelling);
}

export function writtenSuggestions(all: readonly Suggestion[] | undefined, spelling: Spelling): unknown {
  return all?.map(({ rank, code, probability }) => ({
    rank,
    code: spelled(code, spelling),
    prob: probability,
  }));
}

export function readSuggestions(
  all: readonly Suggestion[] | undefined,
  spelling: Spelling,
): Suggestion[] | undefined {
  return all?.map((one) => ({ ...one, code: unspelled(one.code, spelling) }));
}

/** Leaves out what is undefined, so that a record is the same before and after. */
export function compact<T extends object>(record: T): T {
  for (const [name, value] of Object.entries(record))
    if (value === undefined) delete (record as Record<string, unknown>)[name];
  return record;
}
