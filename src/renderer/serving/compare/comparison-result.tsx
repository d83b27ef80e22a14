/** A comparison: a sentence, the table by level, a picture of the differences, and the texts behind them. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../shared/contract/serving/comparison.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { ComparedItems } from './compared-items.tsx';
import { DifferenceChart } from './difference-chart.tsx';
import { LevelTable } from './level-table.tsx';
import { useComparisonNumbers } from './use-comparison-numbers.ts';
import { verdictOf } from './verdict.ts';

/** Everything of one comparison. */
export function ComparisonResult({ comparison }: { readonly comparison: Comparison }) {
  const { t } = useTranslation();
  const { goldTitle, names, nomenclature, unanswered, probability } = comparison;
  const levelWords = useLevelTitles(nomenclature);
  const language = useLanguage();
  return (
    <>
      <section className={classes.section} aria-labelledby="comparison-verdict">
        <h2 id="comparison-verdict">
          {t('serving.comparing.versus', names)} · {goldTitle}
        </h2>
        <Sentence comparison={comparison} levelWords={levelWords} />
        {!probability && <p className={classes.note}>{t('serving.comparing.seenOnly')}</p>}
        {(unanswered.a > 0 || unanswered.b > 0) && (
          <p className={classes.note}>
            {t('serving.comparing.unanswered', {
              a: formatNumber(unanswered.a, language),
              b: formatNumber(unanswered.b, language),
            })}
          </p>
        )}
        <p className={classes.note}>
          {t('serving.comparing.promote')} <Link to="/models">{t('serving.comparing.toModels')}</Link> ·{' '}
          <Link to="/serving">{t('serving.comparing.toServing')}</Link>
        </p>
      </section>
      <LevelTable comparison={comparison} levelWords={levelWords} />
      <DifferenceChart levels={comparison.levels} levelWords={levelWords} />
      <ComparedItems comparison={comparison} levelWords={levelWords} />
    </>
  );
}

function Sentence({
  comparison,
  levelWords,
}: {
  readonly comparison: Comparison;
  readonly levelWords: (level: number) => string;
}) {
  const { t } = useTranslation();
  const numbers = useComparisonNumbers();
  const verdict = verdictOf(comparison);
  if (!verdict) return null;
  const { level, ahead, isShown, value, low, high } = verdict;
  return (
    <p style={{ margin: 0 }} role="status">
      {t(isShown ? 'serving.comparing.better' : 'serving.comparing.even', {
        name: `${ahead.toUpperCase()} (${comparison.names[ahead]})`,
        points: numbers.points(value),
        level: levelWords(level.level),
        low: numbers.points(low),
        high: numbers.points(high),
        n: numbers.count(level.n),
        p: numbers.p(level.mcNemar.pValue),
      })}
    </p>
  );
}

/** What the levels of a nomenclature are called; their numbers while it is not there. */
function useLevelTitles(id: string): (level: number) => string {
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ['serving', 'nomenclature', id],
    queryFn: ({ signal }) => core.annotation.nomenclature({ id }, { signal }),
  });
  return (level) => {
    const titles = data?.levels[level - 1]?.titles;
    return (titles?.[language] ?? titles?.en ?? titles?.fr ?? String(level)).toLocaleLowerCase(language);
  };
}
