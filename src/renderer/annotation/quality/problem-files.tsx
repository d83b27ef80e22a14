/** Files of the campaign that could not be read, each named with what is wrong with it. */
import { useTranslation } from 'react-i18next';
import type { QualityReport } from '../../../shared/contract/annotation/quality.ts';
import { failureSentence } from '../../app/failures.ts';
import { useSay } from '../../app/language/words.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import classes from './quality.module.css';

/** Nothing where all files are sound. */
export function ProblemFiles({ problems }: { readonly problems: QualityReport['problems'] }) {
  const { t } = useTranslation();
  const say = useSay();
  if (problems.length === 0) return null;
  return (
    <section className={classes.problems} aria-labelledby="quality-problems">
      <h3 id="quality-problems">
        <ToneIcon tone="bad" /> {t('quality.problems', { count: problems.length })}
      </h3>
      <p className={classes.note}>{t('quality.problemsNote')}</p>
      <ul>
        {problems.map(({ file, problem }) => (
          <li key={file}>
            <code>{file}</code>
            <p>{failureSentence(problem, say)}</p>
            {problem.words && <p className={classes.note}>{problem.words}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
