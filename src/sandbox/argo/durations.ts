/** Durations as Argo reads and writes them. */

const units: Record<string, number> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `90`, `30s` or `1h30m` (Go's `time.ParseDuration`; a bare number is seconds); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|[smh])/g))
    sum += Number(amount) * (units[unit] ?? 0);
  return sum;
}

const steps: readonly [name: string, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** A duration in words, its two largest units: `1 minute 30 seconds`. */
export function spokenDuration(milliseconds: number): string {
  let left = Math.round(milliseconds / 1000);
  const words = steps.flatMap(([name, seconds]) => {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  return words.slice(0, 2).join(' ') || '0 seconds';
}
