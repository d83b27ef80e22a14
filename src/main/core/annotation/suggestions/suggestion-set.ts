/** What models say, as the suggestions of an item. Pure. */
import type { SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { dotless, subClassLetters, versionOf } from '../../../../shared/nomenclature/code.ts';
import { dottedByForm } from '../files/code-spelling.ts';

/** The best codes, the most probable first, probabilities clipped to [0, 1]; undefined where there are none. */
export function suggestionSet(
  codes: readonly { readonly code: string; readonly probability: number }[],
  said: Omit<SuggestionSet, 'suggestions'>,
): SuggestionSet | undefined {
  if (codes.length === 0) return undefined;
  const { confidenceIndex, modelVersion, ...rest } = said;
  return {
    suggestions: codes.slice(0, 5).map(({ code, probability }, index) => ({
      rank: index + 1,
      code: dottedByForm(dotless(code)),
      probability: Math.min(1, Math.max(0, probability)),
    })),
    ...(confidenceIndex !== undefined && { confidenceIndex }),
    ...(modelVersion !== undefined && { modelVersion }),
    ...rest,
  };
}

/**
 * Keeps codes of one version of the NAF out of a campaign of another: letters tell them.
 * @throws Failure `suggestions-other-version`
 */
export function checkVersion(set: SuggestionSet, nomenclature: string): void {
  if (!Object.hasOwn(subClassLetters, nomenclature)) return;
  const other = set.suggestions
    .map(({ code }) => versionOf(code))
    .find((version) => version !== undefined && version !== nomenclature);
  if (other !== undefined)
    throw failure('invalid-input', `The model codes in ${other}`, {
      reason: 'suggestions-other-version',
      values: { model: set.model, version: other, nomenclature },
    });
}
