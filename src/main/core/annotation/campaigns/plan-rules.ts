/** What speaks against a plan, before anything is drawn. Pure. */
import type { CampaignPlan, ColumnRole } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';

export type Plan = CampaignPlan;
export type Role = ColumnRole;

/** What the rules look at besides the plan. */
export interface PlanGround {
  /** Levels of the nomenclature. */
  readonly levels: number;
  /** Roles of the source's columns. */
  readonly roles: ReadonlySet<Role>;
  readonly columns: ReadonlySet<string>;
  /** Any row has a predicted code. */
  readonly hasPredictions: boolean;
  readonly dateColumn: string | undefined;
  readonly now: number;
}

const invalid = (reason: string, message: string, field: string, values = {}): Failure =>
  failure('invalid-input', message, { reason, field, values });

/** All of them; none: the plan may be drawn. */
export function planProblems(plan: Plan, ground: PlanGround): Failure[] {
  return [...purposeProblems(plan), ...peopleProblems(plan, ground), ...samplingProblems(plan, ground)];
}

/** A gold set measures: it is a probability sample, and nobody is led by the model before they decided. */
function* purposeProblems({ purpose, mode, sampling }: Plan): Generator<Failure> {
  if (purpose !== 'gold') return;
  if (sampling.kind === 'uncertainty')
    yield invalid('plan-gold-not-probability', 'A gold set is a probability sample', 'sampling.kind');
  if (mode === 'assisted')
    yield invalid('plan-gold-assisted', 'A gold set is coded blind or by reveal', 'mode');
}

function* peopleProblems(plan: Plan, { now }: PlanGround): Generator<Failure> {
  const { annotators, leads, overlap, sampling, deadline } = plan;
  const people = new Set(annotators);
  if (people.size === 0) yield invalid('plan-no-annotators', 'Nobody is to code the campaign', 'annotators');
  if (people.size < annotators.length)
    yield invalid('plan-annotator-twice', 'Somebody is there twice', 'annotators');
  if (leads.length === 0) yield invalid('plan-no-lead', 'The campaign has no lead', 'leads');
  if (overlap.share > 0 && overlap.annotators > people.size)
    yield invalid(
      'too-few-annotators',
      'An item needs more annotators than there are',
      'overlap.annotators',
      {
        needed: overlap.annotators,
        annotators: people.size,
      },
    );
  if (sampling.kind !== 'all' && overlap.calibration > sampling.size)
    yield invalid(
      'plan-calibration',
      'There are fewer items than for the calibration',
      'overlap.calibration',
      {
        calibration: overlap.calibration,
        size: sampling.size,
      },
    );
  if (deadline !== undefined && deadline <= now)
    yield invalid('plan-deadline', 'The deadline is over', 'deadline');
}

function* samplingProblems(plan: Plan, ground: PlanGround): Generator<Failure> {
  const { sampling, level, recoding, overlap } = plan;
  if (level > ground.levels)
    yield invalid('plan-level', 'The nomenclature has fewer levels', 'level', {
      level,
      levels: ground.levels,
    });
  if (recoding && !ground.roles.has('known-code'))
    yield invalid('plan-no-known-code', 'No column has the code to be recoded', 'recoding');
  if (overlap.controls > 0 && !ground.roles.has('code'))
    yield invalid(
      'plan-no-decided-code',
      'No column has a decided code for control items',
      'overlap.controls',
    );
  const { kind, stratifyBy, column, deduplicate } = sampling;
  const needsPredictions =
    kind === 'uncertainty' ||
    (kind === 'stratified' && (stratifyBy === 'code' || stratifyBy === 'section-and-confidence'));
  if (needsPredictions && !ground.hasPredictions)
    yield invalid('plan-no-predictions', 'The source has no predicted codes', 'sampling.kind');
  if (kind !== 'stratified') return;
  if (stratifyBy === undefined)
    yield invalid('plan-no-strata', 'Nothing says what the strata are', 'sampling.stratifyBy');
  if (deduplicate)
    yield invalid('plan-stratified-texts', 'Strata are made of rows, not of texts', 'sampling.deduplicate');
  if (stratifyBy === 'date' && ground.dateColumn === undefined)
    yield invalid('plan-no-date', 'No column has a date', 'sampling.stratifyBy');
  if (stratifyBy === 'column' && (column === undefined || !ground.columns.has(column)))
    yield invalid('plan-no-column', 'There is no such column', 'sampling.column', { name: column ?? '' });
}
