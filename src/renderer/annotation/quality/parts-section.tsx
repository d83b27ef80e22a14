/** Where people agree less: by section, pair, person and mode, at a level that the person chooses. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgreementFigure } from '../../../shared/contract/annotation/quality.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { figuresOfKind, type EstimatorName } from './figures.ts';
import { ScopeTable } from './scope-table.tsx';
import classes from './quality.module.css';

export interface PartsSectionProps {
  readonly agreement: readonly AgreementFigure[];
  readonly level: number;
  readonly levelWords: (level: number) => string;
  readonly estimator: EstimatorName;
  readonly tree: Tree | undefined;
}

const kinds = ['section', 'consensus', 'pair', 'mode'] as const;

/** The tables that have a row; nothing where the report has figures of everybody only. */
export function PartsSection({ agreement, level, levelWords, estimator, tree }: PartsSectionProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(level);
  const parts = kinds.map((kind) => ({ kind, figures: figuresOfKind(agreement, kind, estimator, chosen) }));
  const levels = [
    ...new Set(
      agreement
        .filter((one) => one.scope.kind !== 'all' && one.estimator === estimator && one.level > 0)
        .map((one) => one.level),
    ),
  ].toSorted((a, b) => a - b);
  if (levels.length === 0 && parts.every(({ figures }) => figures.length === 0)) return null;
  return (
    <section className={classes.section} aria-labelledby="quality-parts">
      <div className={classes.sectionHead}>
        <h3 id="quality-parts">{t('quality.parts')}</h3>
        {levels.length > 0 && (
          <NativeSelect
            aria-label={t('quality.levelHead')}
            value={String(chosen)}
            data={levels.map((one) => ({ value: String(one), label: levelWords(one) }))}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          />
        )}
      </div>
      <p className={classes.note}>
        {t('quality.partsNote', { estimator: t(`quality.estimators.${estimator}.name`) })}
      </p>
      <div className={classes.parts}>
        {parts.map(({ kind, figures }) => (
          <ScopeTable key={kind} kind={kind} figures={figures} tree={tree} />
        ))}
      </div>
    </section>
  );
}
