/** The list from which a code is taken. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import { wordsIn } from '../codes/code-words.ts';
import type { Choice, ChoiceList } from './choices.ts';
import classes from './coding.module.css';
import { Probability } from './probability.tsx';

export interface ChoiceRowsProps {
  readonly id: string;
  readonly list: ChoiceList;
  readonly tree: Tree;
  readonly onPoint: (row: number) => void;
}

/** One row a choice; the highlighted one is kept in sight. */
export function ChoiceRows({ id, list, tree, onPoint }: ChoiceRowsProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const row = box.current?.querySelector('[aria-selected="true"]');
    if (row) row.scrollIntoView({ block: 'nearest' });
    else box.current?.scrollTo(0, 0);
  }, [list]);
  return (
    <ul ref={box} id={id} role="listbox" aria-label={t(`coding.list.${list.kind}`)} className={classes.rows}>
      {list.choices.map((choice, index) => {
        const heading = choice.kind === 'candidate' ? choice.heading : undefined;
        const key = choice.kind === 'none-of-these' ? choice.kind : `${choice.kind} ${choice.code}`;
        return [
          heading && (
            <li key={`group ${heading.code}`} role="presentation" className={classes.group}>
              <CodeTitle tree={tree} code={heading.code} />
            </li>
          ),
          <li
            key={key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === list.at}
            data-kind={choice.kind}
            onClick={() => onPoint(index)}
          >
            <Row choice={choice} tree={tree} />
          </li>,
        ];
      })}
    </ul>
  );
}

function Row({ choice, tree }: { readonly choice: Choice; readonly tree: Tree }) {
  const { t } = useTranslation();
  const language = useLanguage();
  switch (choice.kind) {
    case 'own':
      return (
        <>
          <span className={classes.digit} />
          <CodeTitle tree={tree} code={choice.code} />
          <span className={classes.mark}>{t('coding.yourCode')}</span>
        </>
      );
    case 'suggestion':
      return (
        <>
          <span className={classes.digit}>{choice.digit}</span>
          <CodeTitle tree={tree} code={choice.code} />
          <Probability value={choice.suggestion.probability} />
        </>
      );
    case 'candidate':
      return (
        <>
          <span className={classes.digit}>{choice.digit}</span>
          <CodeTitle tree={tree} code={choice.code} />
          {choice.pair.commonContent && (
            <span className={classes.common}>
              {t('coding.commonContent')} {wordsIn(choice.pair.commonContent, language).text}
            </span>
          )}
        </>
      );
    case 'none-of-these':
      return (
        <>
          <span className={classes.digit} />
          <span>{t('coding.noneOfThese')}</span>
        </>
      );
    case 'hit':
      return (
        <>
          <span className={classes.digit} />
          <CodeTitle tree={tree} code={choice.code} ranges={choice.hit.ranges} titleIn={choice.hit.titleIn} />
          {choice.hit.where !== 'title' && choice.hit.where !== 'code' && (
            <span className={classes.mark}>{t(`coding.where.${choice.hit.where}`)}</span>
          )}
        </>
      );
    case 'node':
      return (
        <>
          <span className={classes.digit}>{tree.isLeaf(choice.code) ? '' : '›'}</span>
          <CodeTitle tree={tree} code={choice.code} />
        </>
      );
  }
}
