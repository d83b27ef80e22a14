/** The curves for those who read rather than look: where each began, its least, its greatest, its last value. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from '../models.module.css';
import { formatMetric } from '../parts/numbers.ts';
import type { CurvesProps } from './curve-chart.tsx';

const columns = ['first', 'least', 'greatest', 'last'] as const;

/** One line a run. */
export function CurveTable({ metric, runs, curves }: CurvesProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div
      className={classes.scrolling}
      tabIndex={0}
      role="region"
      aria-label={t('models.compare.curveTable', { metric })}
    >
      <table className={classes.plainTable}>
        <caption className="visually-hidden">{t('models.compare.curveTable', { metric })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('models.compare.run')}</th>
            <th scope="col" data-number>
              {t('models.compare.steps')}
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" data-number>
                {t(`models.compare.values.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {curves.map((curve) => {
            const finite = curve.values.filter(Number.isFinite);
            const shown = {
              first: curve.values[0],
              least: finite.length > 0 ? Math.min(...finite) : undefined,
              greatest: finite.length > 0 ? Math.max(...finite) : undefined,
              last: curve.values.at(-1),
            };
            return (
              <tr key={curve.run}>
                <th scope="row">{runs.find(({ id }) => id === curve.run)?.name ?? curve.run}</th>
                <td data-number>{formatNumber(curve.all, language)}</td>
                {columns.map((name) => {
                  const value = shown[name];
                  return (
                    <td key={name} data-number>
                      {value === undefined ? '–' : formatMetric(value, language)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
