/** Numbers of a comparison, in the language in use. */
import { useLanguage } from '../../app/language/setup.ts';
import { formatFixed, formatNumber } from '../../ui/format.ts';
import { pText } from './verdict.ts';

/** Shares in per cent, differences in points, p-values. */
export function useComparisonNumbers() {
  const language = useLanguage();
  const count = (value: number) => formatNumber(value, language);
  return {
    count,
    decimal: (value: number, digits: number) => formatFixed(value, language, digits),
    share: (value: number) =>
      new Intl.NumberFormat(language, {
        style: 'percent',
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }).format(value),
    points: (value: number) => formatFixed(100 * value, language, 1),
    p: (value: number) => pText(value, (one, digits) => formatFixed(one, language, digits)),
  };
}
