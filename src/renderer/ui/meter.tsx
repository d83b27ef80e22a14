/** How much of a limit is used, and how much more is asked for. */
import { nearLimit } from './near-limit.ts';
import classes from './ui.module.css';

export interface MeterProps {
  readonly label: string;
  /** All in the same unit; `hard` above 0. */
  readonly used: number;
  readonly asked?: number;
  readonly hard: number;
  readonly value: string;
}

/** A labelled bar; the value is written beside it. */
export function Meter({ label, used, asked = 0, hard, value }: MeterProps) {
  const share = (amount: number) =>
    `${Math.min(100, Math.max(0, (amount / Math.max(hard, Number.EPSILON)) * 100))}%`;
  return (
    <div className={classes.meter}>
      <span>{label}</span>
      <div
        className={classes.meterBar}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={hard}
        aria-valuenow={Math.min(used + asked, hard)}
        aria-valuetext={value}
      >
        <div
          className={classes.meterFill}
          data-near={(used + asked) / hard >= nearLimit}
          style={{ width: share(used) }}
        />
        {asked > 0 && <div className={classes.meterAsked} style={{ width: share(asked) }} />}
      </div>
      <span className={classes.meterValue}>{value}</span>
    </div>
  );
}
