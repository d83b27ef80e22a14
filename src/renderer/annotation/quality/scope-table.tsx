/** Agreement of parts: a row for each section, pair, person or mode. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgreementFigure } from '../../../shared/contract/annotation/quality.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import { FigureCells } from './figure-text.tsx';
import { isSmall, type Scope } from './figures.ts';
import { IntervalMark } from './interval-mark.tsx';
import classes from './quality.module.css';

export interface ScopeTableProps {
  readonly kind: 'section' | 'pair' | 'consensus' | 'mode';
  readonly figures: readonly AgreementFigure[];
  readonly tree: Tree | undefined;
}

const shownAtFirst = 10;

/** The first rows, the rest on demand; nothing where there is no row. */
export function ScopeTable({ kind, figures, tree }: ScopeTableProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (figures.length === 0) return null;
  const shown = all ? figures : figures.slice(0, shownAtFirst);
  return (
    <div className={classes.part}>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={t(`quality.by.${kind}`)}>
        <table className={classes.table}>
          <caption>{t(`quality.by.${kind}`)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(`quality.who.${kind}`)}</th>
              <td aria-hidden="true" />
              <th scope="col" className={classes.number}>
                {t('quality.value')}
              </th>
              <th scope="col" className={classes.number}>
                {t('quality.intervalHead')}
              </th>
              <th scope="col" className={classes.number}>
                {t('quality.items')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((figure) => (
              <tr key={JSON.stringify(figure.scope)} data-few={isSmall(figure)}>
                <th scope="row">
                  <ScopeName scope={figure.scope} tree={tree} />
                </th>
                <td aria-hidden="true">
                  {figure.value !== undefined && (
                    <IntervalMark value={figure.value} low={figure.low} high={figure.high} />
                  )}
                </td>
                <FigureCells figure={figure} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {kind !== 'pair' && <p className={classes.note}>{t(`quality.notes.${kind}`)}</p>}
      {shown.length < figures.length && (
        <Button onClick={() => setAll(true)}>{t('quality.showAll', { count: figures.length })}</Button>
      )}
    </div>
  );
}

function ScopeName({ scope, tree }: { readonly scope: Scope; readonly tree: Tree | undefined }) {
  const { t } = useTranslation();
  switch (scope.kind) {
    case 'all':
      return t('quality.everybody');
    case 'pair':
      return t('quality.pair', { one: scope.one, other: scope.other });
    case 'consensus':
      return scope.annotator;
    case 'section':
      return <CodeTitle tree={tree} code={scope.code} />;
    case 'mode':
      return t(`quality.modes.${scope.mode}`);
  }
}
