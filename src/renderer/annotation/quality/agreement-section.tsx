/** Agreement of everybody: at each level, by an estimator that the person chooses. */
import { useTranslation } from 'react-i18next';
import type { AgreementFigure } from '../../../shared/contract/annotation/quality.ts';
import { AgreementChart } from './agreement-chart.tsx';
import { EstimatorChoice } from './estimator-choice.tsx';
import { FigureCells } from './figure-text.tsx';
import { figuresByLevel, isSmall, type EstimatorName } from './figures.ts';
import classes from './quality.module.css';

export interface AgreementSectionProps {
  readonly agreement: readonly AgreementFigure[];
  /** Level that decisions must reach. */
  readonly level: number;
  readonly levelWords: (level: number) => string;
  readonly estimator: EstimatorName;
  readonly onEstimator: (estimator: EstimatorName) => void;
}

/** The picture, the table of the same numbers, and the estimators. */
export function AgreementSection(props: AgreementSectionProps) {
  const { t } = useTranslation();
  const { agreement, level, levelWords, estimator, onEstimator } = props;
  const chosen = figuresByLevel(agreement, estimator);
  const lines = [...new Set<EstimatorName>(['krippendorff-nominal', estimator, 'percent'])]
    .filter((name) => name !== 'krippendorff-hierarchical')
    .map((name) => ({ estimator: name, figures: figuresByLevel(agreement, name) }))
    .filter(({ figures }) => figures.length > 0);
  const levels = [...new Set(lines.flatMap(({ figures }) => figures.map((one) => one.level)))].toSorted(
    (a, b) => a - b,
  );
  return (
    <section className={classes.section} aria-labelledby="quality-agreement">
      <h3 id="quality-agreement">{t('quality.agreement')}</h3>
      <div className={classes.columns}>
        <div className={classes.picture}>
          <AgreementChart series={lines} levels={levels} levelWords={levelWords} />
          <p className={classes.note}>{t('quality.chartNote')}</p>
          <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('quality.agreement')}>
            <table className={classes.table}>
              <caption>{t(`quality.estimators.${estimator}.name`)}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('quality.levelHead')}</th>
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
                {chosen.map((figure) => (
                  <tr key={figure.level} data-few={isSmall(figure)}>
                    <th scope="row">{levelWords(figure.level)}</th>
                    <FigureCells figure={figure} />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
        <EstimatorChoice agreement={agreement} level={level} chosen={estimator} onChoose={onEstimator} />
      </div>
    </section>
  );
}
