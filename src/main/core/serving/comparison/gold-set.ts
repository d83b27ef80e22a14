/** The gold set of a campaign, or why nothing can be measured by it. */
import type { Nomenclature } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import { createTree, type Tree } from '../../../../shared/nomenclature/tree.ts';
import type { CodedItem, CodedItems } from '../../project-needs.ts';
import { isProbabilitySample, needsWeights } from './estimates.ts';

export interface GoldSet {
  readonly campaign: CodedItems['campaign'];
  readonly nomenclature: Nomenclature;
  readonly tree: Tree;
  readonly items: readonly CodedItem[];
}

const refused = (reason: string, message: string, values: Record<string, string | number>): Failure =>
  failure('invalid-input', message, { reason, values, field: 'gold' });

/** @throws Failure `comparison-not-gold`, `comparison-assisted`, `comparison-empty`, `comparison-no-weights` */
export function goldSet({ campaign, items }: CodedItems, nomenclature: Nomenclature): GoldSet {
  const { title, purpose, mode, sampling } = campaign;
  const values = { title };
  if (purpose !== 'gold') throw refused('comparison-not-gold', `${title} is a training set`, values);
  if (mode === 'assisted')
    throw refused('comparison-assisted', `${title} was coded with suggestions in view`, values);
  const tree = createTree(nomenclature);
  const known = items.filter(({ code }) => tree.node(code) !== undefined);
  if (known.length === 0) throw refused('comparison-empty', `${title} has no settled code yet`, values);
  const bare = known.filter(({ weight }) => weight === undefined).length;
  if (isProbabilitySample(sampling) && needsWeights(sampling) && bare > 0)
    throw refused('comparison-no-weights', `${bare} items of ${title} have no weight`, {
      title,
      count: bare,
    });
  return { campaign, nomenclature, tree, items: known };
}

/** Share of first codes that must be of the gold set's nomenclature. */
const leastKnown = 0.5;

/** @throws Failure `comparison-other-nomenclature` where a model answers in another one */
export function checkLabels(
  name: string,
  codes: readonly (string | undefined)[],
  { tree, nomenclature }: GoldSet,
): void {
  const said = codes.filter((code) => code !== undefined);
  const known = said.filter((code) => tree.node(code) !== undefined);
  if (said.length === 0 || known.length >= leastKnown * said.length) return;
  throw failure('invalid-input', `${name} answers with codes of another nomenclature`, {
    reason: 'comparison-other-nomenclature',
    values: { name, nomenclature: nomenclature.id, example: said.find((code) => !tree.node(code)) ?? '' },
  });
}
