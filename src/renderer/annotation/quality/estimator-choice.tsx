/** The estimators of agreement, each with its figure at the campaign's level; what the chosen one is, and where it comes from. */
import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AgreementFigure } from '../../../shared/contract/annotation/quality.ts';
import { estimatorNames, figureOf, isSmall, type EstimatorName } from './figures.ts';
import { useFigureWords } from './figure-text.tsx';
import classes from './quality.module.css';

export interface EstimatorChoiceProps {
  readonly agreement: readonly AgreementFigure[];
  readonly level: number;
  readonly chosen: EstimatorName;
  readonly onChoose: (estimator: EstimatorName) => void;
}

/** Radio buttons: name, figure, interval; below them a sentence about the chosen one. */
export function EstimatorChoice({ agreement, level, chosen, onChoose }: EstimatorChoiceProps) {
  const { t } = useTranslation();
  const words = useFigureWords();
  const known = estimatorNames.filter((name) => agreement.some(({ estimator }) => estimator === name));
  return (
    <div className={classes.estimators}>
      <Radio.Group
        label={t('quality.estimator')}
        value={chosen}
        onChange={(value) => {
          const name = known.find((one) => one === value);
          if (name) onChoose(name);
        }}
      >
        <div className={classes.radios}>
          {known.map((name) => {
            const figure = figureOf(agreement, name, level);
            return (
              <div key={name} className={classes.estimator} data-few={figure && isSmall(figure)}>
                <Radio value={name} label={t(`quality.estimators.${name}.name`)} />
                <span className={classes.estimatorFigure}>
                  {figure && words.value(figure)} {figure && words.interval(figure)}
                </span>
              </div>
            );
          })}
        </div>
      </Radio.Group>
      <p className={classes.note}>{t(`quality.estimators.${chosen}.about`)}</p>
      <p className={classes.note}>
        {t('quality.source', { source: t(`quality.estimators.${chosen}.source`) })}
      </p>
    </div>
  );
}
