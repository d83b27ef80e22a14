/** The data of a chart for those who read rather than look. */
import { useTranslation } from 'react-i18next';
import type { Cell } from '../../../shared/contract/storage/preview.ts';
import { seriesOf, type Point } from './chart-options.ts';
import classes from './query.module.css';

export interface ChartTableProps {
  readonly points: readonly Point[];
  readonly xName: string;
  readonly yName: string;
  readonly formatX: (value: Cell) => string;
  readonly formatY: (value: number) => string;
}

/** As many rows as a page can hold; the whole is in the result. */
const mostRows = 1_000;

/** One line a point. */
export function ChartTable({ points, xName, yName, formatX, formatY }: ChartTableProps) {
  const { t } = useTranslation();
  const isNamed = seriesOf(points).length > 1;
  return (
    <div className={classes.chartTable} tabIndex={0} role="region" aria-label={t('query.chart.table')}>
      <table>
        <caption className="visually-hidden">{t('query.chart.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{xName}</th>
            {isNamed && <th scope="col">{t('query.chart.series')}</th>}
            <th scope="col" className={classes.number}>
              {yName}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.slice(0, mostRows).map((point, index) => (
            <tr key={index}>
              <th scope="row">{formatX(point.x)}</th>
              {isNamed && <td>{point.series}</td>}
              <td className={classes.number}>{formatY(point.y)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
