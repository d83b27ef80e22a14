/** One code: where it stands, what is below it, its notes, its counterparts in other versions. */
import { CloseButton } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { NomenclatureNode } from '../../../shared/contract/annotation/nomenclatures.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import type { Language } from '../../ui/format.ts';
import classes from '../campaigns/campaigns.module.css';
import { useFocusWhenAlone } from '../../ui/use-focus-when-alone.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import { levelTitle, wordsIn } from '../codes/code-words.ts';
import { NotesPane } from '../codes/notes-pane.tsx';
import { Counterparts } from './counterparts.tsx';
import { treeIn } from './tree-in.ts';

export interface CodePaneProps {
  readonly tree: Tree;
  readonly code: string;
  readonly onCode: (code: string | undefined, id?: string) => void;
}

/** The pane; Escape closes it. */
export function CodePane({ tree, code, onCode }: CodePaneProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const node = tree.node(code);
  const title = node && wordsIn(node.titles, language);
  const pane = useRef<HTMLElement>(null);
  useFocusWhenAlone(pane);
  const close = () => onCode(undefined);
  return (
    <aside
      ref={pane}
      tabIndex={-1}
      className={classes.detail}
      aria-label={t('annotation.codes.pane', { code })}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && close()}
    >
      <div className={classes.detailHead}>
        <h2>
          <code className={classes.code}>{node?.code ?? code}</code>{' '}
          <span {...(title && title.in !== language && { lang: title.in })}>{title?.text}</span>
        </h2>
        <CloseButton aria-label={t('words.close')} onClick={close} />
      </div>
      {node && (
        <span className={classes.sub}>
          {levelTitle(tree.nomenclature, node.level, language)}
          {otherTitle(node, language)}
        </span>
      )}
      <NotesPane tree={tree} code={code} onCode={onCode} />
      {node && <OtherNotes tree={tree} node={node} onCode={onCode} />}
      {node && <Children tree={tree} node={node} onCode={onCode} />}
      {node && <Counterparts tree={tree} code={node.code} onCode={onCode} />}
    </aside>
  );
}

/** The title in the other language, where there is one. */
function otherTitle({ titles }: NomenclatureNode, language: Language): string {
  const other = titles[language === 'fr' ? 'en' : 'fr'];
  return titles[language] && other && other !== titles[language] ? ` · ${other}` : '';
}

interface OfNode {
  readonly tree: Tree;
  readonly node: NomenclatureNode;
  readonly onCode: (code: string) => void;
}

/** Notes in the other language, folded, where the code has them in both. */
function OtherNotes({ tree, node, onCode }: OfNode) {
  const { t } = useTranslation();
  const language = useLanguage();
  const other = language === 'fr' ? 'en' : 'fr';
  const owner = [...tree.ancestors(node.code), node].findLast(({ notes }) => notes?.[language]);
  if (!owner?.notes?.[other]) return null;
  return (
    <details>
      <summary>{t(`annotation.codes.alsoIn.${other}`)}</summary>
      <div lang={other}>
        <NotesPane tree={treeIn(tree, other)} code={node.code} onCode={onCode} withoutAncestors />
      </div>
    </details>
  );
}

function Children({ tree, node, onCode }: OfNode) {
  const { t } = useTranslation();
  const children = tree.children(node.code);
  if (children.length === 0) return null;
  return (
    <section>
      <h3>{t('annotation.codes.children')}</h3>
      <ul className={classes.codeRows}>
        {children.map(({ code }) => (
          <li key={code}>
            <button type="button" onClick={() => onCode(code)}>
              <CodeTitle tree={tree} code={code} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
