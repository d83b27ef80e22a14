/** Shares and coefficients as a person reads them. Pure. */
import type { Language } from '../../ui/format.ts';

// A narrow no-break space keeps a number and its unit on one line.
const gap = '\u202f';

/** A share in [0, 1] in per cent: `76 %`; `digits` decimals (0). */
export function formatPercent(share: number, language: Language, digits = 0): string {
  return `${fixed(share * 100, language, digits)}${gap}%`;
}

/** A coefficient with two decimals: `0.71`, in French `0,71`. */
export function formatRatio(value: number, language: Language): string {
  return fixed(value, language, 2);
}

function fixed(value: number, language: Language, digits: number): string {
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // -0.004 is not to be read as -0.
  return format.format(Number(value.toFixed(digits)) || 0);
}
