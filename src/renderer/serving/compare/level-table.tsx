/** Accuracy of both by level, their difference and the test, each with what it was estimated by. */
import { useTranslation } from 'react-i18next';
import type { Comparison, LevelComparison } from '../../../shared/contract/serving/comparison.ts';
import classes from '../../ui/list-page.module.css';
import { useComparisonNumbers } from './use-comparison-numbers.ts';

export interface LevelTableProps {
  readonly comparison: Comparison;
  readonly levelWords: (level: number) => string;
}

/** One row a level. */
export function LevelTable({ comparison, levelWords }: LevelTableProps) {
  const { t } = useTranslation();
  const { levels, names } = comparison;
  const methods = [
    ...new Set(levels.flatMap(({ a, difference }) => [a.estimator, difference.method] as const)),
  ];
  return (
    <section className={classes.section} aria-labelledby="comparison-levels">
      <h2 id="comparison-levels">{t('serving.comparing.levels')}</h2>
      <div className={classes.scroll} tabIndex={0} role="group" aria-labelledby="comparison-levels">
        <table className={classes.table} aria-labelledby="comparison-levels">
          <thead>
            <tr>
              <th scope="col">{t('serving.comparing.level')}</th>
              <th scope="col" data-number>
                {t('serving.comparing.n')}
              </th>
              <th scope="col" data-number>
                {t('serving.comparing.ofA', { name: names.a })}
              </th>
              <th scope="col" data-number>
                {t('serving.comparing.ofB', { name: names.b })}
              </th>
              <th scope="col" data-number>
                {t('serving.comparing.difference')}
              </th>
              <th scope="col" data-number>
                {t('serving.comparing.onlyOne')}
              </th>
              <th scope="col" data-number>
                {t('serving.comparing.test')}
              </th>
            </tr>
          </thead>
          <tbody>
            {levels.map((level) => (
              <tr key={level.level}>
                <th scope="row">{levelWords(level.level)}</th>
                <Cells level={level} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {methods.map((method) => (
        <p key={method} className={classes.note}>
          {t(`serving.comparing.estimators.${method}`)}
        </p>
      ))}
    </section>
  );
}

function Cells({ level: { n, a, b, difference, mcNemar } }: { readonly level: LevelComparison }) {
  const { t } = useTranslation();
  const numbers = useComparisonNumbers();
  const withInterval = (
    { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
    write: (value: number) => string,
  ) => (
    <td data-number>
      {write(value)}
      <span className={classes.sub}>
        {t('serving.comparing.interval', { low: write(low), high: write(high) })}
      </span>
    </td>
  );
  const { statistic } = mcNemar;
  return (
    <>
      <td data-number>{numbers.count(n)}</td>
      {withInterval(a, numbers.share)}
      {withInterval(b, numbers.share)}
      {withInterval(difference, numbers.points)}
      <td data-number>
        {t('serving.comparing.onlyOneOf', {
          a: numbers.count(mcNemar.onlyA),
          b: numbers.count(mcNemar.onlyB),
        })}
      </td>
      <td data-number>
        {numbers.p(mcNemar.pValue)}
        <span className={classes.sub}>
          {statistic === undefined
            ? t('serving.comparing.exact')
            : t('serving.comparing.corrected', { value: numbers.decimal(statistic, 2) })}
        </span>
      </td>
    </>
  );
}
