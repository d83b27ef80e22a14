/** One nomenclature: a box to search in, its tree, and beside it the chosen code. */
import { useTranslation } from 'react-i18next';
import type { NomenclatureSummary } from '../../../shared/contract/annotation/nomenclatures.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../campaigns/campaigns.module.css';
import { CodeSearch } from '../codes/code-search.tsx';
import { wordsIn } from '../codes/code-words.ts';
import { TreePicker } from '../codes/tree-picker.tsx';
import { useNomenclature } from '../codes/use-nomenclature.ts';
import { CodePane } from './code-pane.tsx';

export interface NomenclatureViewProps {
  readonly summary: NomenclatureSummary;
  readonly code: string | undefined;
  /** Shows a code, of another nomenclature where its id is given; none closes the pane. */
  readonly onCode: (code: string | undefined, id?: string) => void;
}

/** Tree and code. */
export function NomenclatureView({ summary, code, onCode }: NomenclatureViewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { tree, search, failure, retry } = useNomenclature(summary.id);
  const name = wordsIn(summary.titles, language).text || summary.id;
  if (!tree)
    return (
      <div className={classes.treeBox}>
        {failure ? (
          <FailureView failure={failure} onRetry={retry} />
        ) : (
          <Waiting words={t('annotation.nomenclatures.reading', { name })} rows={10} />
        )}
      </div>
    );
  const known = code === undefined ? undefined : tree.node(code)?.code;
  return (
    <>
      <section className={classes.treeBox} aria-label={name}>
        <CodeSearch
          key={language}
          loaded={{ tree, search }}
          label={t('annotation.nomenclatures.search', { name })}
          onChoose={(next) => onCode(next)}
          isFilter
        />
        <TreePicker
          tree={tree}
          label={t('annotation.nomenclatures.tree', { name })}
          chosen={known}
          onChoose={(next) => onCode(next)}
        />
      </section>
      {code !== undefined && <CodePane tree={tree} code={code} onCode={onCode} />}
    </>
  );
}
