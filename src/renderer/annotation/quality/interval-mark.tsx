/** A figure in [0, 1] as a dot with its interval; the numbers stand beside it. */
import classes from './quality.module.css';

const width = 120;
const place = (value: number) => 4 + Math.min(1, Math.max(0, value)) * (width - 8);

/** Decoration only: what it shows is written in the same row. */
export function IntervalMark({
  value,
  low,
  high,
}: {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}) {
  return (
    <svg className={classes.intervalMark} viewBox={`0 0 ${width} 14`} aria-hidden="true">
      <line className={classes.axis} x1={4} x2={width - 4} y1={7} y2={7} />
      {low !== undefined && high !== undefined && (
        <rect
          className={classes.band}
          x={place(low)}
          width={place(high) - place(low)}
          y={1}
          height={12}
          rx={2}
        />
      )}
      <circle className={classes.dot} cx={place(value)} cy={7} r={3} />
    </svg>
  );
}
