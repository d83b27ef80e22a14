/** What the list holds, in a line: how sure the model is, which model it is, or why nothing is suggested. */
import { useTranslation } from 'react-i18next';
import type { CodingMode } from '../../../shared/contract/annotation/campaigns.ts';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import type { ChoiceList } from './choices.ts';
import classes from './coding.module.css';
import { textOf, type Advice, type ItemState } from './item-state.ts';
import { twoDecimals } from './probability.tsx';

export interface AdviceLineProps {
  readonly advice: Advice;
  readonly kind: ChoiceList['kind'];
  readonly mode: CodingMode;
  readonly item: ItemState;
}

/** One line, always there. */
export function AdviceLine(props: AdviceLineProps) {
  return <p className={classes.advice}>{useAdvice(props)}</p>;
}

function useAdvice({ advice, kind, mode, item }: AdviceLineProps): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const two = (value: number) => twoDecimals(value, language);
  if (kind === 'tree') return t('coding.inTree');
  if (kind === 'found') {
    const text = textOf(item);
    const isCurrent = item.found.text === text;
    return isCurrent && item.found.hits.length === 0
      ? t('coding.codes.nothing', { text })
      : t('coding.foundFor', { text });
  }
  switch (advice.state) {
    case 'there': {
      const { set } = advice;
      const model = [set.model, set.modelVersion].filter(Boolean).join(' ');
      const p = two(set.suggestions[0]?.probability ?? 0);
      return set.confidenceIndex === undefined
        ? t('coding.adviceWithoutIndex', { model, p })
        : t('coding.advice', { model, p, index: two(set.confidenceIndex) });
    }
    case 'asking':
      return t('coding.asking');
    case 'failed':
      return t('coding.noAdvice', { sentence: failureSentence(advice.problem, say) });
    case 'none':
      return t('coding.adviceNone');
    case 'hidden':
      return t(mode === 'reveal' ? 'coding.revealLater' : 'coding.typeToSearch');
  }
}
