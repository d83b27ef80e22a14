/** The first sentence of the report: how far people agree, what that allows, and what to do. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QualityReport } from '../../../shared/contract/annotation/quality.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { useFigureWords } from './figure-text.tsx';
import { alphaBand, codersOf, figureOf, isSmall } from './figures.ts';
import classes from './quality.module.css';

export interface HeadlineProps {
  readonly report: QualityReport;
  readonly level: number;
  readonly levelWords: (level: number) => string;
  /** Leads to the queue; absent where the person may not settle. */
  readonly onSettle?: (() => void) | undefined;
}

/** Sentences, not figures alone; says when there is nothing to say yet. */
export function Headline({ report, level, levelWords, onSettle }: HeadlineProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { disagreements } = report;
  return (
    <div className={classes.headline}>
      <AgreementSentence report={report} level={level} levelWords={levelWords} />
      {disagreements > 0 && (
        <p className={classes.next}>
          {t('quality.open', { count: disagreements, number: formatNumber(disagreements, language) })}{' '}
          {onSettle && (
            <Button variant="filled" onClick={onSettle}>
              {t('quality.settle')}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

function AgreementSentence({ report, level, levelWords }: Omit<HeadlineProps, 'onSettle'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useFigureWords();
  const { agreement, state } = report;
  const percent = figureOf(agreement, 'percent', level);
  const alpha = figureOf(agreement, 'krippendorff-nominal', level);
  if (percent?.value === undefined)
    return (
      <p className={classes.lead}>{t(state === 'computing' ? 'quality.notYet' : 'quality.nothingTwice')}</p>
    );
  const coders = codersOf(agreement).length;
  const names = {
    percent: words.number(percent.value, percent),
    items: formatNumber(percent.items, language),
    level: levelWords(level),
    coders: t('quality.coders', {
      count: coders,
      number: coders <= 10 ? t(`quality.numbers.${coders}` as 'quality.numbers.2') : coders,
    }),
  };
  const band = alpha && alphaBand(alpha);
  return (
    <>
      <p className={classes.lead}>
        {t(
          coders === 2 ? 'quality.twoAgree' : coders > 2 ? 'quality.pairsAgree' : 'quality.someAgree',
          names,
        )}
        {alpha?.value !== undefined && ` ${alphaWords()}`}
      </p>
      {isSmall(percent) && <p className={classes.note}>{t('quality.fewLead')}</p>}
      {band && (
        <p className={classes.note}>
          {t(`quality.bands.${band.band}`)} {!band.isSure && `${t('quality.bandUnsure')} `}
          {t('quality.bandConvention')}
        </p>
      )}
    </>
  );

  function alphaWords(): string {
    if (alpha?.value === undefined) return '';
    const value = words.number(alpha.value, alpha);
    return alpha.low === undefined || alpha.high === undefined
      ? t('quality.alphaOnly', { value })
      : t('quality.alphaWithInterval', {
          value,
          low: words.number(alpha.low, alpha),
          high: words.number(alpha.high, alpha),
          resamples: formatNumber(alpha.resamples ?? 0, language),
        });
  }
}
