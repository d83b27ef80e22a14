/** Schedules as Argo's CronWorkflow reads them: five fields, or a word such as `@daily`. Source: github.com/robfig/cron, v3, ParseStandard. */

/** The values that each field takes, ascending. */
export interface CronTimes {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
  /** Whether days of the month, of the week are restricted; where both are, either of them is enough. */
  readonly limitsDays: boolean;
  readonly limitsWeekdays: boolean;
}

/** Seconds between two runs, counted from the one before (`@every 1h30m`). */
export interface CronInterval {
  readonly seconds: number;
}

export type Cron = CronTimes | CronInterval;

/** What is wrong: which field (1 to 5; absent: the whole) and what stands there. */
export class CronError extends Error {
  override readonly name = 'CronError';
  readonly field: number | undefined;
  readonly found: string;

  constructor(found: string, field?: number) {
    super(field === undefined ? `No schedule: ${found}` : `Field ${field} of the schedule: ${found}`);
    this.found = found;
    this.field = field;
  }
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const bounds: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: weekdays },
];

const words: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Reads a schedule. @throws CronError */
export function parseCron(text: string): Cron {
  const given = text.trim();
  const every = /^@every\s+(.*)$/.exec(given)?.[1];
  if (every !== undefined) return { seconds: secondsOf(every) };
  const fields = (words[given] ?? given).split(/\s+/);
  if (fields.length !== 5) throw new CronError(given);
  const [minutes = [], hours = [], days = [], monthsOf = [], weekdaysOf = []] = fields.map(valuesOf);
  return {
    minutes,
    hours,
    days,
    months: monthsOf,
    weekdays: weekdaysOf,
    limitsDays: !isAny(fields[2]),
    limitsWeekdays: !isAny(fields[4]),
  };
}

/** Steps above 1 are a restriction too, as robfig/cron counts them. */
const isAny = (field = '') => field.split(',').some((part) => /^[*?](\/1)?$/.test(part));

function valuesOf(field: string, index: number): number[] {
  const values = new Set<number>();
  for (const part of field.split(',')) for (const value of rangeOf(part, index)) values.add(value);
  return [...values].sort((one, other) => one - other);
}

function rangeOf(part: string, index: number): number[] {
  const { least, most, names } = bounds[index] ?? { least: 0, most: 0 };
  const wrong = () => new CronError(part, index + 1);
  const [range = '', step, ...rest] = part.split('/');
  const ends = range.split('-');
  if (rest.length > 0 || ends.length > 2) throw wrong();
  const valueOf = (text: string) => {
    const place = names?.indexOf(text.toLowerCase()) ?? -1;
    if (place >= 0) return place + least;
    if (!/^\d+$/.test(text)) throw wrong();
    return Number(text);
  };
  const isStar = range === '*' || range === '?';
  const from = isStar ? least : valueOf(ends[0] ?? '');
  // `5/10` means from 5 to the end by tens.
  const single = step === undefined ? from : most;
  const to = isStar ? most : ends[1] === undefined ? single : valueOf(ends[1]);
  const by = step === undefined ? 1 : Number(/^\d+$/.test(step) ? step : NaN);
  if (!(by > 0) || from < least || to > most || from > to) throw wrong();
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, place) => from + place * by);
}

/** A duration as Go writes it, in whole seconds, at least one. */
function secondsOf(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) throw new CronError(text);
  const unit = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const seconds = parts.reduce(
    (sum, [, count, name]) => sum + Number(count) * unit[name as keyof typeof unit],
    0,
  );
  return Math.max(1, Math.floor(seconds));
}
