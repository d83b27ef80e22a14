/** Parallel coordinates: each run a line through what it was given, to what came out. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../shared/contract/models/runs.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMetric } from '../parts/numbers.ts';
import { axesOf } from './axes.ts';
import { spread } from '../../ui/chart-scale.ts';
import { linePath } from './chart-scale.ts';
import classes from './compare.module.css';
import { mostNamed, turnOf } from './run-colours.ts';

const box = { height: 300, top: 34, bottom: 16, left: 60, right: 210, step: 130 };
const base = box.height - box.bottom;

/** The same numbers stand in the tables above; a line under the pointer comes forward. */
export function Parallel({
  runs,
  metric,
}: {
  readonly runs: readonly Run[];
  readonly metric: string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [near, setNear] = useState<number>();
  const axes = axesOf(runs, metric, (value) => formatMetric(value, language));
  if (axes.length < 2) return <p className="quiet">{t('models.compare.tooAlike')}</p>;
  const width = box.left + box.right + box.step * (axes.length - 1);
  const x = (axis: number) => box.left + box.step * axis;
  const y = (place: number) => base - place * (base - box.top);
  const last = axes.at(-1);
  const named = runs.flatMap((run, place) => {
    const end = last?.places[place];
    return end === undefined || place >= mostNamed ? [] : [{ run, place, end: y(end) }];
  });
  const labels = spread(
    named.map(({ end }) => end),
    16,
    [box.top, base],
  );
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('models.compare.parallel')}>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${width} ${box.height}`}
        style={{ width }}
        role="img"
        aria-label={t('models.compare.parallelLabel', {
          runs: runs.length,
          axes: axes.map(({ key }) => key).join(', '),
        })}
      >
        {axes.map((axis, index) => (
          <g key={axis.key}>
            <line className={classes.axis} x1={x(index)} x2={x(index)} y1={box.top} y2={base} />
            <text
              className={classes.axisName}
              data-metric={axis.kind === 'metric'}
              x={x(index)}
              y={16}
              textAnchor="middle"
            >
              {axis.key.length > 17 ? `${axis.key.slice(0, 16)}…` : axis.key}
              <title>{axis.key}</title>
            </text>
          </g>
        ))}
        {runs.map((run, place) => (
          <path
            key={run.id}
            className={classes.line}
            data-turn={turnOf(place)}
            data-near={near === place}
            data-far={near !== undefined && near !== place}
            d={linePath(
              axes.map((axis, index) => {
                const at = axis.places[place];
                return at === undefined ? undefined : [x(index), y(at)];
              }),
            )}
            onPointerEnter={() => setNear(place)}
            onPointerLeave={() => setNear(undefined)}
          >
            <title>{run.name}</title>
          </path>
        ))}
        {axes.map((axis, index) => (
          <g key={axis.key}>
            {axis.marks.map((mark) => (
              <text
                key={mark.text}
                className={classes.axisMark}
                x={x(index) - 6}
                y={y(mark.place) + 4}
                textAnchor="end"
              >
                {mark.text.length > 9 ? `${mark.text.slice(0, 8)}…` : mark.text}
              </text>
            ))}
          </g>
        ))}
        {named.map(({ run, place }, turn) => (
          <text
            key={run.id}
            className={classes.label}
            data-turn={turnOf(place)}
            x={x(axes.length - 1) + 12}
            y={(labels[turn] ?? 0) + 4}
          >
            {run.name.length > 28 ? `${run.name.slice(0, 27)}…` : run.name}
          </text>
        ))}
      </svg>
    </div>
  );
}
