/** Whether words are French or English, where a file does not say it. */
import type { Language } from './reading.ts';

const signs: Readonly<Record<Language, RegExp>> = {
  fr: /(?<!\p{L})(?:de|des|du|la|le|les|et|par|pour|cette|comprend|d['’]|l['’])(?!\p{L})/giu,
  en: /(?<!\p{L})(?:of|the|and|for|this|includes|by|other|with|in|activities)(?!\p{L})/giu,
};

/** By its small words; French where nothing tells. */
export function guessLanguage(texts: Iterable<string>): Language {
  let sample = '';
  for (const text of texts) {
    sample += ` ${text}`;
    if (sample.length > 20_000) break;
  }
  const count = (language: Language) => sample.match(signs[language])?.length ?? 0;
  return count('en') > count('fr') ? 'en' : 'fr';
}

/** Text of a note or title as files of INSEE and Eurostat have it, without what their exports left behind (`\n` written out, a last `\`). */
export function cleanText(text: string): string {
  return text
    .replaceAll(String.raw`\n`, '\n')
    .replace(/\\+$/, '')
    .replaceAll('\u00a0', ' ')
    .trim();
}
