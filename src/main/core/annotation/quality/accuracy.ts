/** How often the model's first suggestion is right, as the design of the sample allows to say it. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { AccuracyReport, AgreementFigure } from '../../../../shared/contract/annotation/quality.ts';
import { commonLevel } from '../../../../shared/statistics/hierarchy.ts';
import { refusal, refusedByDesign } from './accuracy-refusal.ts';
import { unclassifiable, type CodeTable } from './code-table.ts';
import { given, type Codings } from './codings.ts';
import type { Settled } from './adjudications.ts';
import { estimateOf, type Judged } from './design-estimate.ts';
import type { SampleItem } from './sample-item.ts';
import { truthOf } from './truth.ts';

export interface AccuracyQuestion {
  readonly campaign: Pick<CampaignFile, 'purpose' | 'mode' | 'sampling' | 'model'>;
  readonly table: CodeTable;
  readonly items: readonly SampleItem[];
  readonly hidden: ReadonlySet<string>;
  readonly codings: Codings;
  /** Items that somebody skipped or delegated. */
  readonly skipped: ReadonlySet<string>;
  readonly settled: ReadonlyMap<string, Settled>;
  readonly agreement: readonly AgreementFigure[];
}

/**
 * Accuracy of the first suggestion at each level against what each item is taken to be (`truthOf`). An item for which the model said
 * nothing counts as an error; hidden items are not of the sample; items that are still disputed, or that nobody coded, are left out and
 * counted. What is coded so far stands for the whole: batches are cut from the sample at random.
 */
export function accuracyOf(question: AccuracyQuestion): AccuracyReport {
  const { campaign, table } = question;
  const name = [campaign.model?.name, campaign.model?.version].filter(Boolean).join('/');
  const model = name || question.items.find((item) => item.model !== undefined)?.model;
  const nothing: AccuracyReport = {
    ...(model !== undefined && { model }),
    codable: [],
    withUnclassifiable: [],
    skippedShare: 0,
    unclassifiableShare: 0,
    human: humanOf(question.agreement),
  };
  const refused = refusedByDesign(campaign);
  if (refused) return { ...nothing, refused };
  const { judged, disputed, skipped, silent } = judge(question);
  if (!question.items.some(({ predicted }) => predicted !== undefined))
    return { ...nothing, refused: refusal('accuracy-no-suggestions', 'The items came without suggestions') };
  if (judged.length === 0)
    return { ...nothing, refused: refusal('accuracy-nothing-coded', 'No item of the sample is coded yet') };
  const unweighted = needsWeights(campaign) ? judged.filter(({ weight }) => !weight).length : 0;
  if (unweighted > 0)
    return {
      ...nothing,
      refused: refusal('accuracy-no-weights', 'Items have lost their weights', { items: unweighted }),
    };
  const levels = Array.from({ length: table.depth }, (_, index) => index + 1);
  const sum = (items: readonly { readonly weight?: number | undefined }[]) =>
    items.reduce((total, { weight }) => total + (weight ?? 1), 0);
  const outside = judged.filter(({ codable }) => !codable);
  return {
    ...nothing,
    codable: levels.flatMap((level) => estimateOf(judged, level, campaign.sampling, true) ?? []),
    withUnclassifiable: levels.flatMap((level) => estimateOf(judged, level, campaign.sampling, false) ?? []),
    skippedShare: sum(skipped) / (sum(judged) + sum(disputed) + sum(skipped)),
    unclassifiableShare: sum(outside) / sum(judged),
    disputed: disputed.length,
    withoutSuggestion: silent,
  };
}

function needsWeights({ sampling }: AccuracyQuestion['campaign']): boolean {
  return sampling.kind === 'stratified' || sampling.deduplicated;
}

/** Human agreement to be read beside the model's: percent and Krippendorff's alpha of everybody. */
function humanOf(agreement: readonly AgreementFigure[]): AgreementFigure[] {
  return agreement.filter(
    ({ scope, estimator }) =>
      scope.kind === 'all' && (estimator === 'percent' || estimator === 'krippendorff-nominal'),
  );
}

function judge({ table, items, hidden, codings, skipped, settled }: AccuracyQuestion) {
  const rows = new Map(codings.items.map((item, row) => [item, row]));
  const judged: Judged[] = [];
  const found = { disputed: [] as SampleItem[], skipped: [] as SampleItem[] };
  let silent = 0;
  for (const item of items) {
    if (hidden.has(item.id)) continue;
    const row = rows.get(item.id);
    const said = row === undefined ? [] : given(codings, row);
    const truth = truthOf(said, settled.get(item.id)?.record, table);
    if (truth.kind === 'disputed') found.disputed.push(item);
    else if (truth.kind === 'uncoded') {
      if (skipped.has(item.id) || settled.has(item.id)) found.skipped.push(item);
    } else {
      const { stratum, weight, predicted } = item;
      if (predicted === undefined) silent += 1;
      const path = table.pathOf(truth.category);
      const rightTo = predicted === undefined ? 0 : commonLevel(path, table.pathOfCode(predicted));
      judged.push({ stratum, weight, rightTo, codable: truth.category !== unclassifiable });
    }
  }
  return { judged, ...found, silent };
}
