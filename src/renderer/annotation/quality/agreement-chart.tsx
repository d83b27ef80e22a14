/** Agreement at each level, with bands for the intervals; the numbers stand in the table beside it. */
import { useTranslation } from 'react-i18next';
import type { AgreementFigure } from '../../../shared/contract/annotation/quality.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { linear, spread } from '../../ui/chart-scale.ts';
import { axisBottom, axisMarks } from './chart-scale.ts';
import { alphaLimits, isSmall } from './figures.ts';
import { formatRatio } from './numbers.ts';
import classes from './quality.module.css';

export interface Series {
  readonly estimator: AgreementFigure['estimator'];
  readonly figures: readonly AgreementFigure[];
}

export interface AgreementChartProps {
  readonly series: readonly Series[];
  /** Levels from the section down. */
  readonly levels: readonly number[];
  readonly levelWords: (level: number) => string;
}

const box = { width: 640, height: 280, left: 44, right: 190, top: 16, bottom: 34 };
const end = box.width - box.right;
const base = box.height - box.bottom;

/** A line for each estimator: full dots, hollow ones where few items stand behind them. */
export function AgreementChart({ series, levels, levelWords }: AgreementChartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const drawn = series.map((one) => ({
    ...one,
    points: levels.flatMap((level) => {
      const figure = one.figures.find((each) => each.level === level);
      return figure?.value === undefined ? [] : [{ ...figure, value: figure.value }];
    }),
  }));
  const all = drawn.flatMap(({ points }) => points.flatMap(({ value, low }) => [value, low ?? value]));
  const bottom = axisBottom(all);
  const x = linear([levels[0] ?? 1, levels.at(-1) ?? 1], [box.left + 24, end - 16]);
  const y = linear([bottom, 1], [base, box.top]);
  const hasAlpha = series.some(({ estimator }) => estimator === 'krippendorff-nominal');
  const ends = drawn.map(({ points }) => y(points.at(-1)?.value ?? bottom));
  const labels = spread(ends, 18, [box.top, base]);
  return (
    <svg
      className={classes.chart}
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="img"
      aria-label={t('quality.chart', { levels: levels.map(levelWords).join(', ') })}
    >
      {axisMarks(bottom).map((mark) => (
        <g key={mark}>
          <line className={classes.grid} x1={box.left} x2={end} y1={y(mark)} y2={y(mark)} />
          <text className={classes.tick} x={box.left - 8} y={y(mark) + 4} textAnchor="end">
            {formatRatio(mark, language)}
          </text>
        </g>
      ))}
      {hasAlpha &&
        Object.entries(alphaLimits).map(([name, limit]) => (
          <line key={name} className={classes.limit} x1={box.left} x2={end} y1={y(limit)} y2={y(limit)} />
        ))}
      {levels.map((level) => (
        <text key={level} className={classes.tick} x={x(level)} y={base + 20} textAnchor="middle">
          {levelWords(level)}
        </text>
      ))}
      {drawn.map(({ estimator, points }, turn) => (
        <g key={estimator} className={classes.series} data-turn={turn}>
          <path className={classes.seriesBand} d={bandPath(points, x, y)} />
          <path
            className={classes.seriesLine}
            d={linePath(points.map((one) => [x(one.level), y(one.value)]))}
          />
          {points.map((one) => (
            <circle
              key={one.level}
              className={classes.seriesDot}
              data-few={isSmall(one)}
              cx={x(one.level)}
              cy={y(one.value)}
              r={4}
            />
          ))}
          {points.length > 0 && (
            <>
              <circle className={classes.seriesDot} cx={end + 10} cy={labels[turn]} r={4} />
              <text className={classes.label} x={end + 20} y={(labels[turn] ?? 0) + 4}>
                {t(`quality.estimators.${estimator}.short`)}
              </text>
            </>
          )}
        </g>
      ))}
    </svg>
  );
}

type Point = Pick<AgreementFigure, 'level' | 'low' | 'high'>;
type Place = readonly [number, number];

/** The band of the intervals, over the levels that have one. */
function bandPath(points: readonly Point[], x: (level: number) => number, y: (value: number) => number) {
  const known = points.filter(({ low, high }) => low !== undefined && high !== undefined);
  if (known.length < 2) return '';
  const upper = known.map(({ level, high }): Place => [x(level), y(high ?? 0)]);
  const lower = known.map(({ level, low }): Place => [x(level), y(low ?? 0)]);
  return `${linePath([...upper, ...lower.toReversed()])}Z`;
}

const linePath = (places: readonly Place[]) =>
  places.map(([x, y], turn) => `${turn === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
