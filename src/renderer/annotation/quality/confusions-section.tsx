/** Pairs of codes that people take for each other; each leads to its items. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QualityReport } from '../../../shared/contract/annotation/quality.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import classes from './quality.module.css';

export interface ConfusionsSectionProps {
  readonly confusions: QualityReport['confusions'];
  readonly tree: Tree | undefined;
  /** Shows the items of a pair; absent where the person may not settle. */
  readonly onPair?: ((pair: readonly [string, string]) => void) | undefined;
}

const shownAtFirst = 10;

/** Most frequent first. */
export function ConfusionsSection({ confusions, tree, onPair }: ConfusionsSectionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [all, setAll] = useState(false);
  if (confusions.length === 0) return null;
  const most = confusions[0]?.count ?? 1;
  const shown = all ? confusions : confusions.slice(0, shownAtFirst);
  return (
    <section className={classes.section} aria-labelledby="quality-confusions">
      <h3 id="quality-confusions">{t('quality.confusions')}</h3>
      <p className={classes.note}>{t('quality.confusionsNote')}</p>
      <ol className={classes.confusions}>
        {shown.map(({ one, other, count }) => (
          <li key={`${one} ${other}`}>
            <div>
              <CodeTitle tree={tree} code={one} />
              <CodeTitle tree={tree} code={other} />
            </div>
            <span className={classes.bar} aria-hidden="true">
              <span style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className={classes.number}>
              {t('quality.times', { count, number: formatNumber(count, language) })}
            </span>
            {onPair && (
              <Button
                size="compact-sm"
                aria-label={t('quality.seePair', { one, other })}
                onClick={() => onPair([one, other])}
              >
                {t('quality.seeItems')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {shown.length < confusions.length && (
        <Button onClick={() => setAll(true)}>{t('quality.showAll', { count: confusions.length })}</Button>
      )}
    </section>
  );
}
