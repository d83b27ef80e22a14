/** What a person has typed of a campaign that is not made yet. Pure. */
import type {
  CampaignPlan,
  SamplingRequest,
  SourceReading,
} from '../../../../shared/contract/annotation/campaigns.ts';
import type { SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';

/** A number field that may be empty. */
export type Amount = number | undefined;

export interface PlanDraft {
  /** Path of the object, as typed. */
  readonly path: string;
  readonly file: SourceFile | undefined;
  /** What it turned out to be, with the roles as the person corrected them. */
  readonly reading: SourceReading | undefined;
  /** Words for the values of columns, by the column's name. */
  readonly meanings: NonNullable<CampaignPlan['meanings']>;
  readonly title: string;
  /** Empty: made of the title. */
  readonly id: string;
  readonly purpose: CampaignPlan['purpose'];
  readonly mode: CampaignPlan['mode'];
  readonly nomenclature: string;
  readonly level: Amount;
  /** Nomenclature of the known codes; empty: nothing is recoded. */
  readonly recodingFrom: string;
  readonly kind: SamplingRequest['kind'];
  readonly size: Amount;
  readonly seed: Amount;
  readonly deduplicate: boolean;
  readonly stratifyBy: NonNullable<SamplingRequest['stratifyBy']>;
  readonly column: string;
  readonly allocation: NonNullable<SamplingRequest['allocation']>;
  /** In percent. */
  readonly shares: Readonly<Record<'margin' | 'random' | 'rare', Amount>>;
  /** Names, divided by commas, blanks or lines. */
  readonly annotators: string;
  readonly leads: string;
  readonly adjudicators: string;
  /** How many code an item of the overlap; share in percent. */
  readonly overlapAnnotators: Amount;
  readonly overlapShare: Amount;
  readonly calibration: Amount;
  readonly controls: Amount;
  readonly batchSize: Amount;
  readonly stealing: boolean;
  readonly claimHours: Amount;
  /** `YYYY-MM-DD`, in the person's own time; empty: none. */
  readonly deadline: string;
  readonly guidelines: string;
  /** Folder in which it is made, as typed. */
  readonly folder: string;
  /** Keys of campaigns (`refKey`) for which the person said otherwise than `isApartByDefault`. */
  readonly apart: Readonly<Record<string, boolean>>;
}

/** The draft of a person who has typed nothing; `person` leads and codes. */
export function emptyDraft(person: string, folder: string): PlanDraft {
  return {
    path: '',
    file: undefined,
    reading: undefined,
    meanings: {},
    title: '',
    id: '',
    purpose: 'gold',
    mode: 'blind',
    nomenclature: 'naf-rev2',
    level: undefined,
    recodingFrom: '',
    kind: 'simple-random',
    size: 1701,
    seed: 1,
    deduplicate: false,
    stratifyBy: 'section-and-confidence',
    column: '',
    allocation: 'square-root',
    shares: { margin: 60, random: 20, rare: 20 },
    annotators: person,
    leads: person,
    adjudicators: '',
    overlapAnnotators: 2,
    overlapShare: 10,
    calibration: 0,
    controls: 0,
    batchSize: 40,
    stealing: true,
    claimHours: 48,
    deadline: '',
    guidelines: '',
    folder,
    apart: {},
  };
}

/** The draft with another purpose: what a gold set forbids is taken back. */
export function withPurpose(draft: PlanDraft, purpose: PlanDraft['purpose']): PlanDraft {
  if (purpose === 'training') return { ...draft, purpose };
  return {
    ...draft,
    purpose,
    mode: draft.mode === 'assisted' ? 'blind' : draft.mode,
    kind: draft.kind === 'uncertainty' ? 'simple-random' : draft.kind,
  };
}

/** The draft with what was read of a file: the nomenclature of its codes comes with it. */
export function withReading(draft: PlanDraft, file: SourceFile, reading: SourceReading): PlanDraft {
  const hasKnownCode = reading.columns.some(({ role }) => role === 'known-code');
  return {
    ...draft,
    file,
    reading,
    ...(reading.nomenclature !== undefined && !hasKnownCode && { nomenclature: reading.nomenclature }),
    ...(!hasKnownCode && { recodingFrom: '' }),
  };
}

/** The draft with another role for one column. */
export function withRole(
  draft: PlanDraft,
  name: string,
  change: Partial<Pick<SourceReading['columns'][number], 'role' | 'rank'>>,
): PlanDraft {
  if (!draft.reading) return draft;
  const columns = draft.reading.columns.map((one) => (one.name === name ? { ...one, ...change } : one));
  return { ...draft, reading: { ...draft.reading, columns } };
}
