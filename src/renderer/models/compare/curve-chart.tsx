/** Curves by step, named at their ends. */
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../shared/contract/models/runs.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { formatMetric } from '../parts/numbers.ts';
import { linear, spread } from '../../ui/chart-scale.ts';
import { linePath, roundMarks } from './chart-scale.ts';
import classes from './compare.module.css';
import { mostNamed, turnOf } from './run-colours.ts';

export interface Curve {
  readonly run: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  readonly all: number;
}

export interface CurvesProps {
  readonly metric: string;
  readonly runs: readonly Run[];
  readonly curves: readonly Curve[];
}

const box = { width: 860, height: 320, left: 64, right: 230, top: 16, bottom: 40 };
const end = box.width - box.right;
const base = box.height - box.bottom;

/** The scale is that of the values: it need not begin at zero, since lengths mean nothing here. */
export function CurveChart({ metric, runs, curves }: CurvesProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const values = curves.flatMap((curve) => curve.values.filter(Number.isFinite));
  const steps = curves.flatMap((curve) => curve.steps);
  const [low, high] = [least(values), -least(values.map((value) => -value))];
  const [first, last] = [least(steps), -least(steps.map((step) => -step))];
  const x = linear([first, last], [box.left, end]);
  const y = linear([low, high], [base, box.top]);
  const nameOf = (id: string) => runs.find((run) => run.id === id)?.name ?? id;
  const named = curves.flatMap((curve, place) => {
    const value = curve.values.findLast(Number.isFinite);
    return value === undefined || place >= mostNamed ? [] : [{ curve, place, at: y(value) }];
  });
  const labels = spread(
    named.map(({ at }) => at),
    16,
    [box.top, base],
  );
  return (
    <svg
      className={classes.chart}
      viewBox={`0 0 ${box.width} ${box.height}`}
      role="img"
      aria-label={t('models.compare.curvesLabel', {
        metric,
        runs: runs
          .map(({ name }) => name)
          .slice(0, 6)
          .join(', '),
      })}
    >
      {roundMarks(low, high, 5).map((mark) => (
        <g key={mark}>
          <line className={classes.grid} x1={box.left} x2={end} y1={y(mark)} y2={y(mark)} />
          <text className={classes.tick} x={box.left - 8} y={y(mark) + 4} textAnchor="end">
            {formatMetric(mark, language)}
          </text>
        </g>
      ))}
      {roundMarks(first, last, 6).map((mark) => (
        <text key={mark} className={classes.tick} x={x(mark)} y={base + 18} textAnchor="middle">
          {formatNumber(mark, language)}
        </text>
      ))}
      <text className={classes.tick} x={end} y={base + 34} textAnchor="end">
        {t('models.compare.step')}
      </text>
      {curves.map((curve, place) => (
        <path
          key={curve.run}
          className={classes.line}
          data-turn={turnOf(place)}
          d={linePath(
            curve.steps.map((step, index) => {
              const value = curve.values[index];
              return value === undefined || !Number.isFinite(value) ? undefined : [x(step), y(value)];
            }),
          )}
        >
          <title>{nameOf(curve.run)}</title>
        </path>
      ))}
      {named.map(({ curve, place }, turn) => (
        <text
          key={curve.run}
          className={classes.label}
          data-turn={turnOf(place)}
          x={end + 10}
          y={(labels[turn] ?? 0) + 4}
        >
          {shortened(nameOf(curve.run))}
        </text>
      ))}
    </svg>
  );
}

const shortened = (name: string) => (name.length > 30 ? `${name.slice(0, 29)}…` : name);

/** Without spreading a long list into arguments. */
const least = (values: readonly number[]) =>
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
