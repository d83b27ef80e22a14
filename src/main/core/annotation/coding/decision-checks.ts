/** What a decision must fulfil before it is kept. Pure. */
import type { CampaignFile } from '../../../../shared/contract/annotation/campaigns.ts';
import type { DecisionInput } from '../../../../shared/contract/annotation/coding.ts';
import { failure, type Failure } from '../../../../shared/contract/errors.ts';
import type { Tree } from '../../../../shared/nomenclature/tree.ts';

type Campaign = Pick<CampaignFile, 'purpose' | 'mode' | 'level' | 'nomenclature'>;
type Node = NonNullable<ReturnType<Tree['node']>>;

/** Gold sets measure the model: who codes them must never be led by it. */
export function checkMode({ purpose, mode }: Pick<Campaign, 'purpose' | 'mode'>): Failure | undefined {
  if (purpose !== 'gold' || mode !== 'assisted') return undefined;
  return failure('invalid-input', 'A gold set is never coded with suggestions', { reason: 'gold-assisted' });
}

/** The code as the nomenclature prints it. @throws Failure `invalid-input` with `code-unknown` or `code-level` */
export function checkedCode(campaign: Campaign, tree: Pick<Tree, 'node'>, code: string): Node {
  const node = tree.node(code);
  const { nomenclature, level } = campaign;
  const field = 'codeFinal';
  if (!node)
    throw failure('invalid-input', 'The nomenclature has no such code', {
      reason: 'code-unknown',
      values: { code, nomenclature: nomenclature.id },
      field,
    });
  if (node.level !== level)
    throw failure('invalid-input', 'The code is of another level than the campaign asks for', {
      reason: 'code-level',
      values: { code, level: node.level, wanted: level },
      field,
    });
  return node;
}

/**
 * Status and code must fit, and a suggestion can only be taken where the person saw one.
 * @param sawSuggestions whether the mode and the moment allowed it
 * @returns the node of the final code; undefined for a status that has none
 * @throws Failure `invalid-input`
 */
export function checkDecision(
  campaign: Campaign,
  tree: Pick<Tree, 'node'>,
  input: DecisionInput,
  sawSuggestions: boolean,
): Node | undefined {
  const refused = checkMode(campaign);
  if (refused) throw refused;
  const { status, codeFinal, source } = input;
  if ((source === 'suggestion' || input.suggestionRank !== undefined) && !sawSuggestions)
    throw failure('invalid-input', 'No suggestion was shown', { reason: 'suggestion-not-shown' });
  if (status !== 'done') {
    if (codeFinal === undefined) return undefined;
    throw failure('invalid-input', 'Only an item that is coded has a code', {
      reason: 'code-unwanted',
      values: { code: codeFinal },
      field: 'codeFinal',
    });
  }
  if (codeFinal === undefined)
    throw failure('invalid-input', 'The code is missing', { reason: 'code-missing', field: 'codeFinal' });
  return checkedCode(campaign, tree, codeFinal);
}
