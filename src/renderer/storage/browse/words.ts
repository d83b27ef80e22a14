/** Numbers within sentences. Pure. */
import { formatBytes, formatNumber, type Language } from '../../ui/format.ts';

/**
 * A count for a sentence with `_one` and `_other`: `number` as it is read. `count` only chooses the form: French has one
 * more for a million, which no sentence here needs.
 */
export function counted(
  number: number,
  language: Language,
): { readonly count: number; readonly number: string } {
  return { count: Math.min(number, 2), number: formatNumber(number, language) };
}

/** A size as it is read, with all its bytes: `1.5 GiB (1,610,612,736 B)`. */
export function exactBytes(bytes: number, language: Language): string {
  const short = formatBytes(bytes, language);
  if (bytes < 1024) return short;
  return `${short} (${formatNumber(bytes, language)}\u202f${language === 'fr' ? 'o' : 'B'})`;
}

// Made once: a list asks for dates by the hundred while it scrolls.
const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(language: Language, withYear: boolean): Intl.DateTimeFormat {
  const name = `${language}${withYear}`;
  const made =
    dates.get(name) ??
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
      day: 'numeric',
      month: 'short',
      ...(withYear ? { year: 'numeric' } : {}),
    });
  dates.set(name, made);
  return made;
}

/** The time on the same day as `now`, the day and the time in the same year, else the day with its year. */
export function formatWhen(at: number, now: number, language: Language): string {
  const [then, today] = [new Date(at), new Date(now)];
  if (then.getFullYear() !== today.getFullYear()) return dateFormat(language, true).format(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const between = language === 'fr' ? '\u202fh\u202f' : ':';
  const time = `${two(then.getHours())}${between}${two(then.getMinutes())}`;
  const isToday = then.getMonth() === today.getMonth() && then.getDate() === today.getDate();
  return isToday ? time : `${dateFormat(language, false).format(at)}, ${time}`;
}

/** A moment that must not be mistaken: the day with its name, the date and the time. */
export function formatEnd(at: number, language: Language): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
  }).format(at);
}
