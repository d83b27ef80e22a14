/** Numbers of models as they are shown. Pure. */
import { formatNumber, type Language } from '../../ui/format.ts';

const formats: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en', { maximumSignificantDigits: 5 }),
  fr: new Intl.NumberFormat('fr', { maximumSignificantDigits: 5 }),
};

/** A metric with at most five significant digits; `NaN` and the infinities by their names. */
export function formatMetric(value: number, language: Language): string {
  return Number.isFinite(value) ? formats[language].format(value) : String(value);
}

/** What a sentence with a number is filled with: `count` chooses singular or plural, `number` is read. */
export function counted(count: number, language: Language) {
  return { count, number: formatNumber(count, language) };
}

const shares: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }),
  fr: new Intl.NumberFormat('fr', { style: 'percent', maximumFractionDigits: 1 }),
};

/** A share of [0, 1] in percent, with at most one decimal. */
export function formatShare(share: number, language: Language): string {
  return shares[language].format(share);
}

const threeDecimals = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
const probabilities: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en', threeDecimals),
  fr: new Intl.NumberFormat('fr', threeDecimals),
};

/** A probability or a confidence index with three decimals. */
export function formatProbability(value: number, language: Language): string {
  return probabilities[language].format(value);
}

const signs: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en', { ...threeDecimals, signDisplay: 'exceptZero' }),
  fr: new Intl.NumberFormat('fr', { ...threeDecimals, signDisplay: 'exceptZero' }),
};

/** With its sign, for what adds up. */
export function formatSigned(value: number, language: Language): string {
  return signs[language].format(value);
}
