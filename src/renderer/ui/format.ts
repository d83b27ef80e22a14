/** Numbers, sizes and times as a person reads them, in both languages. All pure; times are milliseconds since 1970. */

export type Language = 'en' | 'fr';

const units: Record<Language, readonly string[]> = {
  en: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'],
  fr: ['o', 'Kio', 'Mio', 'Gio', 'Tio', 'Pio'],
};

// A narrow no-break space keeps a number and its unit on one line.
const gap = '\u202f';

/** A number with at most `digits` decimals and the separators of the language. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** A number with exactly so many decimals, for columns of them: `0.020`. */
export function formatFixed(value: number, language: Language, digits: number): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** Bytes with a binary unit: `1.5 GiB`, `1,5 Gio`. */
export function formatBytes(bytes: number, language: Language): string {
  const power = bytes >= 1 ? Math.min(Math.floor(Math.log2(bytes) / 10), 5) : 0;
  const value = bytes / 1024 ** power;
  return `${formatNumber(value, language, value < 10 && power > 0 ? 1 : 0)}${gap}${units[language][power] ?? ''}`;
}

/** Cores with up to two decimals: `0.25`. */
export function formatCores(cores: number, language: Language): string {
  return formatNumber(cores, language, cores < 1 ? 2 : 1);
}

/** A duration by its largest unit: `40 s`, `3 min`, `2 h`, `3 d` (French: `3 j`). */
export function formatDuration(milliseconds: number, language: Language): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds}${gap}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${gap}min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}${gap}h`;
  return `${Math.floor(seconds / 86_400)}${gap}${language === 'fr' ? 'j' : 'd'}`;
}

/** The time of day: `14:02`, in French `14 h 02`. */
export function formatTime(at: number, language: Language, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return language === 'fr'
    ? `${part('hour')}${gap}h${gap}${part('minute')}`
    : `${part('hour')}:${part('minute')}`;
}

/** The time of day if it was on the same day as `now`, the date and the time otherwise. */
export function formatMoment(at: number, now: number, language: Language): string {
  const day = (time: number) => new Date(time).toDateString();
  if (day(at) === day(now)) return formatTime(at, language);
  const date = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    day: 'numeric',
    month: 'short',
  }).format(at);
  return `${date}, ${formatTime(at, language)}`;
}

const quantityUnits: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** Reads a Kubernetes quantity (`500m`, `8Gi`, `2`); undefined for anything else. */
export function parseQuantity(text: string): number | undefined {
  const match = /^([0-9]+(?:\.[0-9]+)?)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/.exec(text.trim());
  return match ? Number(match[1]) * (match[2] ? (quantityUnits[match[2]] ?? 1) : 1) : undefined;
}
