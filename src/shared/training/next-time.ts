/** When a schedule is due next, in its own time zone. */
import { parseCron, type CronTimes } from './cron.ts';

/** As far as is looked ahead: the 29th of February comes back after at most eight years. */
const horizon = 9 * 366;
const day = 86_400_000;
const minute = 60_000;

/** Whether a time zone is one that Intl knows (IANA). */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The earliest time after `after` at which one of the schedules is due; undefined where none ever is. Times in milliseconds since 1970.
 * A local time that the clocks skip is due at the first minute after the skip's own hour has passed, or not on that day; one that comes
 * twice is due the first time. @throws CronError
 */
export function nextTime(schedules: readonly string[], after: number, timeZone = 'UTC'): number | undefined {
  const times = schedules.map((schedule) => {
    const cron = parseCron(schedule);
    return 'seconds' in cron
      ? Math.floor(after / 1000) * 1000 + cron.seconds * 1000
      : nextOf(cron, after, timeZone);
  });
  const known = times.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function nextOf(cron: CronTimes, after: number, timeZone: string): number | undefined {
  const local = localClock(timeZone);
  const start = local(after);
  for (let ahead = 0; ahead <= horizon; ahead += 1) {
    const date = new Date(Date.UTC(start.year, start.month - 1, start.day + ahead));
    if (!isDue(cron, date)) continue;
    for (const hour of cron.hours)
      for (const at of cron.minutes) {
        const wanted = date.getTime() + (hour * 60 + at) * minute;
        const found = instantOf(wanted, local);
        if (found !== undefined && found > after) return found;
      }
  }
  return undefined;
}

function isDue({ days, months, weekdays, limitsDays, limitsWeekdays }: CronTimes, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const byDay = days.includes(date.getUTCDate());
  const byWeekday = weekdays.includes(date.getUTCDay());
  return limitsDays && limitsWeekdays ? byDay || byWeekday : byDay && byWeekday;
}

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** The local time as if it were UTC. */
  readonly asUtc: number;
}

function localClock(timeZone: string): (at: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (at) => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day: ofMonth = 1, hour = 0, minute: ofHour = 0, second = 0 } = parts;
    return {
      year,
      month,
      day: ofMonth,
      asUtc: Date.UTC(year, month - 1, ofMonth, hour, ofHour, second),
    };
  };
}

/** The first instant at which the local clock shows a time; undefined where it never does. */
function instantOf(wanted: number, local: (at: number) => LocalTime): number | undefined {
  const offsets = [wanted - day, wanted + day].map((near) => local(near).asUtc - near);
  const found = offsets.map((offset) => wanted - offset).filter((at) => local(at).asUtc === wanted);
  return found.length === 0 ? undefined : Math.min(...found);
}
