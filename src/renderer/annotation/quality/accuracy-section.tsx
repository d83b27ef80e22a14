/** How often the model is right, where the design of the sample allows saying so; else why not. */
import { useTranslation } from 'react-i18next';
import type { AccuracyReport } from '../../../shared/contract/annotation/quality.ts';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import { formatNumber } from '../../ui/format.ts';
import { AccuracyTable } from './accuracy-table.tsx';
import { formatPercent } from './numbers.ts';
import classes from './quality.module.css';

export interface AccuracySectionProps {
  readonly accuracy: AccuracyReport;
  readonly level: number;
  readonly levelWords: (level: number) => string;
}

/** A sentence, then a row for each level with human agreement beside it, then what was left out. */
export function AccuracySection({ accuracy, level, levelWords }: AccuracySectionProps) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const { refused, model, codable, skippedShare, unclassifiableShare, disputed, withoutSuggestion } =
    accuracy;
  const main = codable.find((one) => one.level === level) ?? codable.at(-1);
  const percent = (share: number) => formatPercent(share, language, 1);
  return (
    <section className={classes.section} aria-labelledby="quality-accuracy">
      <h3 id="quality-accuracy">{t('quality.accuracy')}</h3>
      {refused && (
        <div className={classes.refused}>
          <ToneIcon tone="paused" />
          <p>
            {t('quality.refused')} {failureSentence(refused, say)}
          </p>
        </div>
      )}
      {!refused && main && (
        <>
          <p className={classes.sentence}>
            {t('quality.accuracySentence', {
              model: model ?? t('quality.theModel'),
              share: percent(main.value),
              low: percent(main.low),
              high: percent(main.high),
              level: levelWords(main.level),
              n: formatNumber(main.n, language),
            })}
          </p>
          <AccuracyTable accuracy={accuracy} levelWords={levelWords} />
          <ul className={classes.remarks}>
            <li>{t('quality.skippedShare', { share: percent(skippedShare) })}</li>
            <li>{t('quality.unclassifiableShare', { share: percent(unclassifiableShare) })}</li>
            {disputed !== undefined && disputed > 0 && (
              <li>{t('quality.disputed', { count: disputed, number: formatNumber(disputed, language) })}</li>
            )}
            {withoutSuggestion !== undefined && withoutSuggestion > 0 && (
              <li>
                {t('quality.withoutSuggestion', {
                  count: withoutSuggestion,
                  number: formatNumber(withoutSuggestion, language),
                })}
              </li>
            )}
            <li>{t(`quality.accuracyEstimators.${main.estimator}`)}</li>
            <li>{t(`quality.accuracyIntervals.${main.interval}`)}</li>
            {notesOf(codable).map((note) => (
              <li key={note}>{say(`quality.accuracyNotes.${note}`) ?? note}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** What was done about strata without a variance, each said once. */
function notesOf(estimates: readonly { readonly note?: string | undefined }[]): string[] {
  return [...new Set(estimates.flatMap(({ note }) => note?.split(' ') ?? []))];
}
