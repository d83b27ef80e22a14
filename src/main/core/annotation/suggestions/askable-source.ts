/** Something that suggests codes for items: a served model, or one on this laptop. */
import type { SuggestionSet } from '../../../../shared/contract/annotation/coding.ts';
import type { CodingDialect } from '../../../../shared/contract/annotation/suggestions.ts';
import type { Failure } from '../../../../shared/contract/errors.ts';
import type { AskedItem } from './item-variables.ts';

export interface AskableSource {
  /** Answers of one are no answers of another. */
  readonly key: string;
  /** One answer an item, in their order: undefined where there is nothing to say, a Failure where this item was refused. @throws Failure */
  ask(
    items: readonly AskedItem[],
    signal?: AbortSignal,
  ): Promise<readonly (SuggestionSet | Failure | undefined)[]>;
  /** In which dialect it was asked. */
  readonly dialect?: () => CodingDialect | undefined;
}
