/** A draft as a plan, or what it lacks. Pure. */
import type {
  CampaignPlan,
  CampaignSummary,
  SamplingRequest,
  SourceReading,
} from '../../../../shared/contract/annotation/campaigns.ts';
import type { Profile } from '../../../../shared/contract/storage/places.ts';
import { refKey } from '../campaign-ref.ts';
import { placeOf } from '../files/object-path.ts';
import type { PlanDraft } from './draft.ts';
import { endOfDay, idOf, isId, namesIn } from './names.ts';

/** What must be filled in before a campaign can be made, in the order of the page. */
export type Missing =
  | 'source'
  | 'text'
  | 'nomenclature'
  | 'size'
  | 'seed'
  | 'column'
  | 'shares'
  | 'annotators'
  | 'leads'
  | 'batchSize'
  | 'title'
  | 'id'
  | 'folder';

export interface PlanGround {
  readonly profiles: readonly Pick<Profile, 'id' | 'name'>[];
  /** All campaigns that are known. */
  readonly campaigns: readonly CampaignSummary[];
  /** Levels of the nomenclature; undefined while it is not loaded. */
  readonly levels: number | undefined;
}

const sumOf = ({ margin = 0, random = 0, rare = 0 }: PlanDraft['shares']) => margin + random + rare;

/** What is missing; nothing: `planOf` is the whole plan. */
export function missingOf(draft: PlanDraft, { profiles }: PlanGround): Missing[] {
  const { reading, kind } = draft;
  const isStratifiedByColumn = kind === 'stratified' && draft.stratifyBy === 'column';
  const checks: readonly (readonly [Missing, boolean])[] = [
    ['source', reading?.reading === undefined],
    ['text', reading !== undefined && !reading.columns.some(({ role }) => role === 'text')],
    ['nomenclature', draft.nomenclature === ''],
    ['size', kind !== 'all' && !(draft.size !== undefined && draft.size >= 1)],
    ['seed', draft.seed === undefined],
    ['column', isStratifiedByColumn && draft.column === ''],
    ['shares', kind === 'uncertainty' && sumOf(draft.shares) !== 100],
    ['annotators', namesIn(draft.annotators).length === 0],
    ['leads', namesIn(draft.leads).length === 0],
    ['batchSize', !(draft.batchSize !== undefined && draft.batchSize >= 1 && draft.batchSize <= 500)],
    ['title', draft.title.trim() === ''],
    ['id', draft.title.trim() !== '' && !isId(folderName(draft))],
    ['folder', placeOf(draft.folder, profiles) === undefined],
  ];
  return checks.filter(([, isMissing]) => isMissing).map(([name]) => name);
}

/** Name of the campaign's own folder. */
export function folderName({ id, title }: Pick<PlanDraft, 'id' | 'title'>): string {
  return id === '' ? idOf(title) : id;
}

/** Gold keeps out of training and the other way round, unless the person says otherwise. */
export function isApartByDefault(draft: Pick<PlanDraft, 'purpose'>, { campaign }: CampaignSummary): boolean {
  return campaign.purpose !== draft.purpose;
}

/** Whether a campaign's texts are kept out of this one. */
export function isApart(draft: Pick<PlanDraft, 'purpose' | 'apart'>, campaign: CampaignSummary): boolean {
  return draft.apart[refKey(campaign.at)] ?? isApartByDefault(draft, campaign);
}

/**
 * The plan as far as it goes: what is missing is stood in for, so that a preview can be had early. Undefined without a source, a place or
 * a known nomenclature.
 */
export function planOf(draft: PlanDraft, ground: PlanGround): CampaignPlan | undefined {
  const at = placeOf(draft.folder, ground.profiles);
  const reading = draft.reading;
  if (reading?.reading === undefined || !at || ground.levels === undefined) return undefined;
  const id = folderName(draft);
  const known = reading.columns.find(({ role }) => role === 'known-code');
  const deadline = endOfDay(draft.deadline);
  const leads = namesIn(draft.leads);
  return {
    id: isId(id) ? id : 'campaign',
    title: draft.title.trim() || 'campaign',
    purpose: draft.purpose,
    mode: draft.mode,
    nomenclature: draft.nomenclature,
    level: Math.min(draft.level ?? ground.levels, ground.levels),
    ...(draft.recodingFrom !== '' && known && { recoding: { from: draft.recodingFrom, field: known.name } }),
    leads: leads.length > 0 ? leads : ['-'],
    adjudicators: namesIn(draft.adjudicators),
    annotators: namesIn(draft.annotators),
    stealing: draft.stealing,
    claimHours: draft.claimHours ?? 48,
    ...(deadline !== undefined && { deadline }),
    overlap: overlapOf(draft),
    batchSize: Math.min(500, Math.max(1, draft.batchSize ?? 40)),
    guidelines: draft.guidelines,
    at,
    sampling: samplingOf(draft),
    ...meaningsOf(draft, reading),
    keepApartFrom: ground.campaigns.filter((one) => isApart(draft, one)).map((one) => one.at),
  };
}

/** Words for columns that this source has. */
function meaningsOf({ meanings }: PlanDraft, { columns }: SourceReading): Pick<CampaignPlan, 'meanings'> {
  const own = Object.entries(meanings).filter(([name]) => columns.some((one) => one.name === name));
  return own.length > 0 ? { meanings: Object.fromEntries(own) } : {};
}

/** One annotator an item is no overlap at all. */
function overlapOf({ overlapAnnotators = 1, overlapShare = 0, calibration = 0, controls = 0 }: PlanDraft) {
  const share = overlapAnnotators > 1 ? Math.min(100, Math.max(0, overlapShare)) / 100 : 0;
  return { annotators: share > 0 ? overlapAnnotators : 1, share, calibration, controls };
}

function samplingOf(draft: PlanDraft): SamplingRequest {
  const { kind, shares } = draft;
  const share = (amount = 0) => amount / 100;
  return {
    kind,
    size: Math.max(1, draft.size ?? 1),
    seed: draft.seed ?? 0,
    // Strata are made of rows, not of texts.
    deduplicate: kind === 'stratified' ? false : draft.deduplicate,
    ...(kind === 'stratified' && {
      stratifyBy: draft.stratifyBy,
      allocation: draft.allocation,
      ...(draft.stratifyBy === 'column' && { column: draft.column }),
    }),
    ...(kind === 'uncertainty' && {
      shares: { margin: share(shares.margin), random: share(shares.random), rare: share(shares.rare) },
    }),
  };
}
