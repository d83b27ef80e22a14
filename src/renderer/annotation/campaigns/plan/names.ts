/** Names of people and of the campaign, out of what was typed. Pure. */
import { plain } from '../../../ui/rank.ts';

/** Names divided by commas, semicolons, blanks or lines, each once. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** The name of a campaign's folder: small letters, digits and hyphens, at most 63; empty where nothing of the title is left. */
export function idOf(title: string): string {
  return plain(title)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}

/** Whether a folder may be called so (the contract's own rule). */
export function isId(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(text);
}

/** The end of a day in the person's own time, in milliseconds since 1970; undefined for what is no day. */
export function endOfDay(day: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return undefined;
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]), 23, 59, 59).getTime();
}

/** The day of a time as a date field has it. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
