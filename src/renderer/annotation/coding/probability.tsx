/** A probability as a thin bar and a number. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import type { Language } from '../../ui/format.ts';
import classes from './coding.module.css';

const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
// Making one takes longer than drawing a row.
const formats: Readonly<Record<Language, Intl.NumberFormat>> = {
  en: new Intl.NumberFormat('en', digits),
  fr: new Intl.NumberFormat('fr', digits),
};

/** Two decimals in the separators of the language: `0.91`, `0,91`. */
export const twoDecimals = (value: number, language: Language): string => formats[language].format(value);

/** @param value in [0, 1] */
export function Probability({ value }: { readonly value: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = twoDecimals(value, language);
  return (
    <span className={classes.probability}>
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: `${value * 100}%` }} />
      </span>
      <span>
        <span className="visually-hidden">{t('coding.probability', { value: shown })}</span>
        <span aria-hidden="true">{shown}</span>
      </span>
    </span>
  );
}
