/** What a person has typed of a campaign that is not made yet. Pure. */
import type {
  CampaignPlan,
  SamplingRequest,
  SourceReading,
} from '../../../../shared/contract/annotation/campaigns.ts';
import type { SourceFile } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { namesIn } from './names.ts';

/** A number field that may be empty. */
export type Amount = number | undefined;

/** Another role of a column, or another rank. */
export type Correction = Pick<SourceReading['columns'][number], 'role' | 'rank'>;

export interface PlanDraft {
  /** Path of the object, as typed. */
  readonly path: string;
  readonly file: SourceFile | undefined;
  /** What it turned out to be, with the roles as the person corrected them. */
  readonly reading: SourceReading | undefined;
  /** What the person says of columns, by their names: it holds when the file is read again. */
  readonly corrected: Readonly<Record<string, Correction>>;
  /** The file was read before: what was chosen since holds. */
  readonly isRead: boolean;
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
    corrected: {},
    isRead: false,
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
    overlapShare: 0,
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

const usualShare = 10;

/** The draft with other annotators: a usual share of items is coded by several as soon as there are several, and none by one alone. */
export function withAnnotators(draft: PlanDraft, annotators: string): PlanDraft {
  const [before, now] = [draft.annotators, annotators].map((text) => namesIn(text).length > 1);
  const { overlapShare } = draft;
  if (!before && now && overlapShare === 0) return { ...draft, annotators, overlapShare: usualShare };
  if (before && !now && overlapShare === usualShare) return { ...draft, annotators, overlapShare: 0 };
  return { ...draft, annotators };
}

/** The draft with a file that is to be read; of another one than before nothing is known. */
export function withFile(draft: PlanDraft, file: SourceFile): PlanDraft {
  const isOther = draft.file !== undefined && JSON.stringify(draft.file) !== JSON.stringify(file);
  return { ...draft, file, ...(isOther && { corrected: {}, isRead: false }) };
}

/** The draft with what was read of its file: the nomenclature of its codes comes with it the first time. */
export function withReading(draft: PlanDraft, reading: SourceReading): PlanDraft {
  const columns = reading.columns.map((one) => ({ ...one, ...draft.corrected[one.name] }));
  const hasKnownCode = columns.some(({ role }) => role === 'known-code');
  const { nomenclature } = reading;
  return {
    ...draft,
    reading: { ...reading, columns },
    isRead: true,
    ...(nomenclature !== undefined && !hasKnownCode && !draft.isRead && { nomenclature }),
    ...(!hasKnownCode && { recodingFrom: '' }),
  };
}

/** The draft with another role for one column. */
export function withRole(draft: PlanDraft, name: string, change: Partial<Correction>): PlanDraft {
  const column = draft.reading?.columns.find((one) => one.name === name);
  if (!draft.reading || !column) return draft;
  const { role, rank } = { ...column, ...change };
  const correction: Correction = { role, ...(rank !== undefined && { rank }) };
  const columns = draft.reading.columns.map((one) => (one.name === name ? { ...one, ...correction } : one));
  return {
    ...draft,
    reading: { ...draft.reading, columns },
    corrected: { ...draft.corrected, [name]: correction },
  };
}
