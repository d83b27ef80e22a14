/** The model's accuracy level by level, with the agreement of people at the same level beside it. */
import { useTranslation } from 'react-i18next';
import type { AccuracyReport, Estimate } from '../../../shared/contract/annotation/quality.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { useFigureWords } from './figure-text.tsx';
import { fewItems, figureOf } from './figures.ts';
import { IntervalMark } from './interval-mark.tsx';
import { formatPercent } from './numbers.ts';
import classes from './quality.module.css';

export interface AccuracyTableProps {
  readonly accuracy: AccuracyReport;
  readonly levelWords: (level: number) => string;
}

/** A row for each level that has an estimate. */
export function AccuracyTable({ accuracy, levelWords }: AccuracyTableProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { codable, withUnclassifiable, human } = accuracy;
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('quality.accuracy')}>
      <table className={classes.table}>
        <caption>{t('quality.accuracyCaption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('quality.levelHead')}</th>
            <td aria-hidden="true" />
            {(['codable', 'all', 'n', 'human'] as const).map((name) => (
              <th key={name} scope="col" className={classes.number}>
                {t(`quality.accuracyColumns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {codable.map((estimate) => (
            <tr key={estimate.level} data-few={estimate.n < fewItems}>
              <th scope="row">{levelWords(estimate.level)}</th>
              <td aria-hidden="true">
                <IntervalMark value={estimate.value} low={estimate.low} high={estimate.high} />
              </td>
              <Share estimate={estimate} />
              <Share estimate={withUnclassifiable.find(({ level }) => level === estimate.level)} />
              <td className={classes.number}>
                {formatNumber(estimate.n, language)}
                {estimate.effectiveN !== undefined && (
                  <span className={classes.unit}>
                    {t('quality.effective', { number: formatNumber(estimate.effectiveN, language) })}
                  </span>
                )}
              </td>
              <td className={classes.number}>
                <Human figure={figureOf(human, 'percent', estimate.level)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Share({ estimate }: { readonly estimate: Estimate | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const percent = (share: number) => formatPercent(share, language, 1);
  return (
    <td className={classes.number}>
      {estimate && (
        <>
          {percent(estimate.value)}
          <span className={classes.unit}>
            {t('quality.interval', { low: percent(estimate.low), high: percent(estimate.high) })}
          </span>
        </>
      )}
    </td>
  );
}

function Human({ figure }: { readonly figure: ReturnType<typeof figureOf> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useFigureWords();
  if (!figure) return <span className="quiet">{t('quality.noHuman')}</span>;
  return (
    <>
      {words.value(figure)}
      <span className={classes.unit}>
        {t('quality.onItems', { count: figure.items, number: formatNumber(figure.items, language) })}
      </span>
    </>
  );
}
