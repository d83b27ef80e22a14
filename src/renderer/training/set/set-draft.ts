/** A training set as a person puts it together. Pure. */
import type { CampaignRef, CampaignSummary } from '../../../shared/contract/annotation/campaigns.ts';
import type { PreprocessingProfile } from '../../../shared/contract/models/inference.ts';
import type { TrainingSetDraft } from '../../../shared/contract/training/sets.ts';
import type { Place } from '../../../shared/contract/storage/places.ts';

export interface SetForm {
  readonly name: string;
  /** Campaigns by `keyOf`. */
  readonly campaigns: readonly string[];
  readonly gold: readonly string[];
  readonly nomenclature: string;
  readonly multivocal: TrainingSetDraft['multivocal'];
  readonly titles: TrainingSetDraft['titles'];
  readonly cleaning: 'ape-v1' | 'none';
  readonly withVariables: boolean;
  /** In per cent. */
  readonly testShare: number;
  readonly seed: number;
}

/** Under the names with which the models of Sirene 3 learnt them (InseeFrLab/codif-ape-train). */
const sireneVariables: PreprocessingProfile['variables'] = [
  { name: 'type_', prefix: 'AUTO_', missing: 'NaN' },
  { name: 'nature', prefix: 'NAT_SICORE_', missing: 'NaN' },
  { name: 'surface', prefix: 'SURF_', missing: 'NaN' },
  { name: 'event', prefix: 'EVT_SICORE_', missing: 'NaN' },
];

/** A campaign by its folder. */
export const keyOf = (at: CampaignRef) => JSON.stringify([at.profile, at.bucket, at.prefix]);

/** Begins with every gold set kept out: learning from one would spoil what it measures. */
export function firstForm(campaigns: readonly CampaignSummary[], day: string, from?: string): SetForm {
  const of = (purpose: 'gold' | 'training') =>
    campaigns.filter(({ campaign }) => campaign.purpose === purpose);
  const training = of('training');
  const chosen = training.filter(({ at }) => keyOf(at) === from);
  const start = chosen.length > 0 ? chosen : training.slice(0, 1);
  return {
    name: `set-${day}`,
    campaigns: start.map(({ at }) => keyOf(at)),
    gold: of('gold').map(({ at }) => keyOf(at)),
    nomenclature: start[0]?.campaign.nomenclature.id ?? '',
    multivocal: 'leave-out',
    titles: 'missing',
    cleaning: 'ape-v1',
    withVariables: true,
    testShare: 20,
    seed: 1,
  };
}

/** What is wrong with it; undefined when it can be asked for. */
export function problemOf({
  name,
  campaigns,
  nomenclature,
}: SetForm): 'name' | 'campaigns' | 'nomenclature' | undefined {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) return 'name';
  if (campaigns.length === 0) return 'campaigns';
  return nomenclature === '' ? 'nomenclature' : undefined;
}

/** The draft to ask for. @param at the folder below which `training-sets/` is */
export function draftOf(form: SetForm, all: readonly CampaignSummary[], at: Place): TrainingSetDraft {
  const refs = (keys: readonly string[]) =>
    all.filter((one) => keys.includes(keyOf(one.at))).map((one) => one.at);
  const profile: PreprocessingProfile = {
    cleaning: { kind: form.cleaning },
    variables: form.withVariables ? [...sireneVariables] : [],
  };
  return {
    name: form.name,
    at,
    campaigns: refs(form.campaigns),
    files: [],
    gold: refs(form.gold),
    nomenclature: form.nomenclature,
    multivocal: form.multivocal,
    titles: form.titles,
    profile,
    testShare: form.testShare / 100,
    seed: form.seed,
  };
}
