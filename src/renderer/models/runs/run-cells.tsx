/** The cells of one run. */
import { useTranslation } from 'react-i18next';
import type { RunRow } from '../../../shared/contract/models/runs.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatDuration, formatMoment } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { formatMetric } from '../parts/numbers.ts';
import { durationOf } from './run-columns.ts';
import { runTones } from './run-tones.ts';
import classes from './runs.module.css';

export interface RunCellsProps {
  /** Undefined while it is on its way. */
  readonly row: RunRow | undefined;
  readonly columns: readonly string[];
  readonly isChosen: boolean;
  readonly now: number;
}

/** A tick, name, state, start, duration, then what the columns say. */
export function RunCells({ row, columns, isChosen, now }: RunCellsProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!row)
    return (
      <>
        <span role="gridcell" />
        <span role="gridcell" className={classes.cell}>
          <span className={classes.awaited} />
        </span>
      </>
    );
  const duration = durationOf(row, now);
  return (
    <>
      <span role="gridcell" className={classes.tick} data-tick>
        <span className={classes.tickBox} data-chosen={isChosen} aria-hidden="true" />
      </span>
      <span role="gridcell" className={classes.cell} title={row.name}>
        <span className={classes.open} data-open>
          {row.name}
        </span>
      </span>
      <span role="gridcell" className={classes.cell}>
        <StateMark tone={runTones[row.status]} word={t(`models.run.statuses.${row.status}`)} />
      </span>
      <span role="gridcell" className={classes.cell}>
        {row.startedAt === undefined ? '–' : formatMoment(row.startedAt, now, language)}
      </span>
      <span role="gridcell" className={classes.cell} data-number>
        {duration === undefined ? '–' : formatDuration(duration, language)}
      </span>
      {columns.map((column) => {
        const value = row.values[column];
        const text =
          value === undefined ? '–' : typeof value === 'number' ? formatMetric(value, language) : value;
        return (
          <span
            key={column}
            role="gridcell"
            className={classes.cell}
            data-number={column.startsWith('metrics.') || undefined}
            title={text.length > 14 ? text : undefined}
          >
            {text.slice(0, 200)}
          </span>
        );
      })}
    </>
  );
}
