/** Finds figures of agreement in a report, and what may be said of one. Pure. */
import type { AgreementFigure } from '../../../shared/contract/annotation/quality.ts';

export type EstimatorName = AgreementFigure['estimator'];
export type Scope = AgreementFigure['scope'];
export type ScopeKind = Scope['kind'];

/** In the order in which they are offered; the app's default first. */
export const estimatorNames: readonly EstimatorName[] = [
  'krippendorff-nominal',
  'krippendorff-hierarchical',
  'gwet-ac1',
  'cohen-kappa',
  'fleiss-kappa',
  'percent',
];

/** Below so many items a figure is shown in grey. */
export const fewItems = 30;

/** Whether a figure rests on so few items that it says little. */
export const isSmall = ({ items }: Pick<AgreementFigure, 'items'>): boolean => items < fewItems;

/** The hierarchical distance takes all levels at once, which is written as level 0. */
export const levelOf = (estimator: EstimatorName, level: number): number =>
  estimator === 'krippendorff-hierarchical' ? 0 : level;

/** The figure of everybody by an estimator at a level; undefined where the report has none. */
export function figureOf(
  agreement: readonly AgreementFigure[],
  estimator: EstimatorName,
  level: number,
): AgreementFigure | undefined {
  return agreement.find(
    (one) =>
      one.scope.kind === 'all' && one.estimator === estimator && one.level === levelOf(estimator, level),
  );
}

/** Whether anything was coded twice: without it no figure is defined, and none is to be shown. */
export function isComparable(agreement: readonly Pick<AgreementFigure, 'items'>[]): boolean {
  return agreement.some(({ items }) => items > 0);
}

/** The figures of everybody by an estimator, from the section down; one only for the hierarchical distance. */
export function figuresByLevel(
  agreement: readonly AgreementFigure[],
  estimator: EstimatorName,
): AgreementFigure[] {
  return agreement
    .filter(({ scope, estimator: by }) => scope.kind === 'all' && by === estimator)
    .toSorted((one, other) => one.level - other.level);
}

/** The figures of all sections, pairs, people or modes: the lowest agreement first, then those with few items, then those without a value. */
export function figuresOfKind(
  agreement: readonly AgreementFigure[],
  kind: ScopeKind,
  estimator: EstimatorName,
  level: number,
): AgreementFigure[] {
  const rank = (figure: AgreementFigure) => (figure.value === undefined ? 2 : isSmall(figure) ? 1 : 0);
  return agreement
    .filter(
      (one) =>
        one.scope.kind === kind && one.estimator === estimator && one.level === levelOf(estimator, level),
    )
    .toSorted((one, other) => rank(one) - rank(other) || (one.value ?? 0) - (other.value ?? 0));
}

/** Who coded something that another coded too, by name. */
export function codersOf(agreement: readonly AgreementFigure[]): string[] {
  const names = agreement.flatMap(({ scope }) =>
    scope.kind === 'pair' ? [scope.one, scope.other] : scope.kind === 'consensus' ? [scope.annotator] : [],
  );
  return [...new Set(names)].toSorted();
}

/** Conventional limits of Krippendorff's alpha: Krippendorff (2018), Content Analysis, 4th ed., ch. 12. */
export const alphaLimits = { tentative: 0.667, firm: 0.8 } as const;

export type AlphaBand = 'firm' | 'tentative' | 'weak';

/** The band of an alpha, and whether its interval lies within that band; none without an interval, for which there are too few items. */
export function alphaBand({
  value,
  low,
  high,
}: Pick<AgreementFigure, 'value' | 'low' | 'high'>):
  { readonly band: AlphaBand; readonly isSure: boolean } | undefined {
  if (value === undefined || low === undefined || high === undefined) return undefined;
  const band = bandOf(value);
  return { band, isSure: bandOf(low) === band && bandOf(high) === band };
}

const bandOf = (value: number): AlphaBand =>
  value >= alphaLimits.firm ? 'firm' : value >= alphaLimits.tentative ? 'tentative' : 'weak';
