/** A figure of agreement with its interval, or why there is none. */
import { useTranslation } from 'react-i18next';
import type { AgreementFigure } from '../../../shared/contract/annotation/quality.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { formatNumber } from '../../ui/format.ts';
import { isSmall } from './figures.ts';
import { formatPercent, formatRatio } from './numbers.ts';
import classes from './quality.module.css';

type Shown = Pick<AgreementFigure, 'estimator' | 'value' | 'low' | 'high' | 'reason'>;

/** Says figures of agreement in the language in use: percent agreement in per cent, coefficients with two decimals. */
export function useFigureWords() {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const number = (value: number, { estimator }: Pick<Shown, 'estimator'>) =>
    estimator === 'percent' ? formatPercent(value, language) : formatRatio(value, language);
  return {
    number,
    value: (figure: Shown) =>
      figure.value === undefined
        ? (say(`quality.reasons.${figure.reason ?? 'unknown'}`) ?? t('quality.reasons.unknown'))
        : number(figure.value, figure),
    interval: (figure: Shown) =>
      figure.low === undefined || figure.high === undefined
        ? undefined
        : t('quality.interval', { low: number(figure.low, figure), high: number(figure.high, figure) }),
  };
}

/** Cells of a table: value, interval, number of items; grey and said so where there are few. */
export function FigureCells({ figure }: { readonly figure: AgreementFigure }) {
  const { t } = useTranslation();
  const words = useFigureWords();
  const interval = words.interval(figure);
  if (figure.value === undefined)
    return (
      <>
        <td colSpan={2} className={classes.reason}>
          {words.value(figure)}
        </td>
        <ItemsCell figure={figure} />
      </>
    );
  return (
    <>
      <td className={classes.number}>{words.value(figure)}</td>
      <td className={classes.number}>{interval ?? t('quality.noInterval')}</td>
      <ItemsCell figure={figure} />
    </>
  );
}

function ItemsCell({ figure }: { readonly figure: AgreementFigure }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { items, codings } = figure;
  return (
    <td className={classes.number}>
      {formatNumber(items, language)}
      <span className={classes.unit}>
        {isSmall(figure)
          ? t('quality.few')
          : t('quality.codings', { count: codings, number: formatNumber(codings, language) })}
      </span>
    </td>
  );
}
