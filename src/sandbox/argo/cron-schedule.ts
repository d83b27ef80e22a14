/** Schedules of five fields, as cron takes them (robfig/cron `ParseStandard`): minute, hour, day of the month, month, day of the week. */

interface Field {
  readonly values: ReadonlySet<number>;
  /** It names every value: the other field for days decides alone. */
  readonly any: boolean;
}

export interface CronSchedule {
  readonly fields: readonly [minute: Field, hour: Field, day: Field, month: Field, weekday: Field];
  readonly timezone: string;
}

const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const weekdays = 'sun mon tue wed thu fri sat'.split(' ');
const named: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

function readNumber(text: string, index: number): number {
  const names = index === 3 ? months : index === 4 ? weekdays : [];
  const at = names.indexOf(text.toLowerCase());
  if (at !== -1) return index === 3 ? at + 1 : at;
  if (!/^\d+$/.test(text))
    throw new Error(`failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`);
  return Number(text);
}

function readField(text: string, index: number): Field {
  const [lowest = 0, highest = 0] = ranges[index] ?? [];
  const values = new Set<number>();
  let any = false;
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const [first = '', last] = range.split('-');
    const whole = first === '*' || first === '?';
    any ||= whole && (step === undefined || step === '1');
    const begin = whole ? lowest : readNumber(first, index);
    const end = whole
      ? highest
      : last === undefined
        ? step === undefined
          ? begin
          : highest
        : readNumber(last, index);
    if (begin < lowest) throw new Error(`beginning of range (${begin}) below minimum (${lowest}): ${part}`);
    if (end > highest) throw new Error(`end of range (${end}) above maximum (${highest}): ${part}`);
    if (begin > end) throw new Error(`beginning of range (${begin}) beyond end of range (${end}): ${part}`);
    const every = step === undefined ? 1 : readNumber(step, 0);
    if (every === 0) throw new Error(`step of range should be a positive number: ${part}`);
    for (let value = begin; value <= end; value += every) values.add(value);
  }
  return { values, any };
}

/** Reads a schedule. @throws Error in the words of cron */
export function readSchedule(text: string, timezone = 'UTC'): CronSchedule {
  const written = named[text.trim()] ?? text;
  const parts = written.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = parts;
  if (parts.length !== 5 || !minute || !hour || !day || !month || !weekday)
    throw new Error(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  try {
    Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw new Error(`provided bad location ${timezone}: unknown time zone ${timezone}`);
  }
  return {
    fields: [
      readField(minute, 0),
      readField(hour, 1),
      readField(day, 2),
      readField(month, 3),
      readField(weekday, 4),
    ],
    timezone,
  };
}

function partsIn(
  timezone: string,
  at: Date,
): { minute: number; hour: number; day: number; month: number; weekday: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    minute: 'numeric',
    hour: 'numeric',
    day: 'numeric',
    month: 'numeric',
    weekday: 'short',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    minute: Number(parts['minute']),
    hour: Number(parts['hour']),
    day: Number(parts['day']),
    month: Number(parts['month']),
    weekday: weekdays.indexOf(String(parts['weekday']).toLowerCase()),
  };
}

/** Whether a schedule names the minute of a time. Where both fields for days are restricted, one of them is enough (cron(5)). */
export function isDue({ fields, timezone }: CronSchedule, at: Date): boolean {
  const [minute, hour, day, month, weekday] = fields;
  const now = partsIn(timezone, at);
  if (!minute.values.has(now.minute) || !hour.values.has(now.hour) || !month.values.has(now.month))
    return false;
  const byDay = day.values.has(now.day);
  const byWeekday = weekday.values.has(now.weekday);
  return day.any || weekday.any ? byDay && byWeekday : byDay || byWeekday;
}

const minuteLength = 60_000;
/** Missed runs are looked for no longer ago than this. */
const longestLook = 24 * 60 * minuteLength;

/** The last minute in (after, until] that one of the schedules names, in milliseconds; undefined when there is none. */
export function lastDue(
  schedules: readonly CronSchedule[],
  after: number,
  until: number,
): number | undefined {
  const oldest = Math.max(after, until - longestLook);
  for (let at = Math.floor(until / minuteLength) * minuteLength; at > oldest; at -= minuteLength) {
    if (schedules.some((schedule) => isDue(schedule, new Date(at)))) return at;
  }
  return undefined;
}
