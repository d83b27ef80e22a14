/** The notes of the codes that stand against each other, side by side. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import { NotesPane } from '../codes/notes-pane.tsx';
import { codesOf } from './queue-filter.ts';
import classes from './adjudication.module.css';

export interface CompareNotesProps {
  readonly item: Disagreement;
  readonly tree: Tree;
  /** The code of the verdict, which may be another one. */
  readonly chosen: string | undefined;
}

/** A column a code; a code that the notes name joins them when it is chosen. */
export function CompareNotes({ item, tree, chosen }: CompareNotesProps) {
  const { t } = useTranslation();
  const [added, setAdded] = useState<string>();
  const codes = [...new Set([...codesOf(item), chosen, added])].filter((code) => code !== undefined);
  if (codes.length === 0) return null;
  return (
    <section aria-labelledby="compare-notes">
      <h3 id="compare-notes" className={classes.title}>
        {t('quality.queue.notes')}
      </h3>
      <div className={classes.compare}>
        {codes.map((code) => (
          <section key={code} aria-label={code} data-chosen={code === chosen}>
            <h4>
              <CodeTitle tree={tree} code={code} />
            </h4>
            <NotesPane tree={tree} code={code} onCode={setAdded} withoutAncestors />
          </section>
        ))}
      </div>
    </section>
  );
}
