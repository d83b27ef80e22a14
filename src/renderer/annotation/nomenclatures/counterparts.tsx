/** The codes of other versions that share content with one, both ways. */
import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { dotless } from '../../../shared/nomenclature/code.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useNomenclatures } from '../../app/streams.ts';
import classes from '../campaigns/campaigns.module.css';
import { useNomenclatureName } from '../campaigns/list/campaign-words.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import { wordsIn } from '../codes/code-words.ts';
import { useNomenclature } from '../codes/use-nomenclature.ts';
import { counterpartsOf, type Counterpart } from './counterparts-of.ts';

export interface CounterpartsProps {
  readonly tree: Tree;
  readonly code: string;
  readonly onCode: (code: string, id: string) => void;
}

/** A list for each correspondence that this nomenclature is part of; codes above the last level show those of all below. */
export function Counterparts({ tree, code, onCode }: CounterpartsProps) {
  const { value } = useNomenclatures();
  const summaries = (value?.correspondences ?? []).filter(
    ({ from, to }) => from === tree.id || to === tree.id,
  );
  const answers = useQueries({
    queries: summaries.map(({ from, to, pairs, source }) => ({
      queryKey: ['annotation', 'correspondence', from, to, pairs, source],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        core.annotation.correspondence({ from, to }, { signal }),
      staleTime: Infinity,
    })),
  });
  return answers.map(({ data, error, refetch }, index) => {
    const key = `${summaries[index]?.from} ${summaries[index]?.to}`;
    if (error)
      return <FailureView key={key} failure={failureOf(error)} onRetry={() => void refetch()} compact />;
    if (!data) return null;
    const isOnwards = data.from === tree.id;
    return (
      <Way
        key={key}
        other={isOnwards ? data.to : data.from}
        isOnwards={isOnwards}
        found={counterpartsOf(data, isOnwards ? 'onwards' : 'back', dotless(code))}
        isLeaf={tree.isLeaf(code)}
        onCode={onCode}
      />
    );
  });
}

function Way({
  other,
  isOnwards,
  found,
  isLeaf,
  onCode,
}: {
  readonly other: string;
  readonly isOnwards: boolean;
  readonly found: readonly Counterpart[];
  readonly isLeaf: boolean;
  readonly onCode: CounterpartsProps['onCode'];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNomenclatureName()(other);
  const { tree } = useNomenclature(other);
  if (!isLeaf && found.length === 0) return null;
  return (
    <section>
      <h3>{t(isOnwards ? 'annotation.codes.onwards' : 'annotation.codes.back', { name })}</h3>
      {found.length === 0 && <p className={classes.note}>{t('annotation.codes.noCounterpart', { name })}</p>}
      <ul className={classes.codeRows}>
        {found.map(({ code, commonContent }) => (
          <li key={code}>
            <button type="button" onClick={() => onCode(code, other)}>
              <CodeTitle tree={tree} code={code} />
            </button>
            {commonContent && (
              <p className={classes.note}>
                {t('annotation.codes.common', { text: wordsIn(commonContent, language).text })}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
