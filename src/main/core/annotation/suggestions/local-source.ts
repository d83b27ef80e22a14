/** A fastText model on this laptop as a source of suggestions. */
import type { LocalModel } from '../../../../shared/contract/annotation/suggestions.ts';
import type { FasttextForm } from '../../../../shared/text/fasttext-input.ts';
import { confidenceIndex, rankedCodes } from '../../fasttext/confidence.ts';
import type { FastText } from '../../fasttext/fasttext.ts';
import { fasttextLine } from './item-variables.ts';
import type { AskableSource } from './askable-source.ts';
import { suggestionSet } from './suggestion-set.ts';

/** Characters of a hash that tell versions apart. */
const versionLength = 12;

/** @param open gives the model @param form how the variables were named in its training texts */
export function localSource(
  model: Pick<LocalModel, 'id' | 'name' | 'hash'>,
  form: FasttextForm,
  open: () => Promise<FastText>,
): AskableSource {
  return {
    key: `local ${model.hash} ${form}`,
    async ask(items, signal) {
      const lines = items.map((item) => fasttextLine(item, form));
      const answers = await (await open()).predict(lines, { k: 5, ...(signal && { signal }) });
      return answers.map((answer, index) => {
        if (lines[index] === '') return undefined;
        return suggestionSet(rankedCodes(answer), {
          confidenceIndex: answer.length > 1 ? confidenceIndex(answer)?.index : undefined,
          model: model.name,
          modelVersion: model.hash.slice(0, versionLength),
          from: 'local',
        });
      });
    },
  };
}
