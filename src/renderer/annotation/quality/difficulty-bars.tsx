/** How difficult people found the items, 0 to 5. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from './quality.module.css';

/** `counts` by difficulty; items without one are not counted. */
export function DifficultyBars({ counts }: { readonly counts: readonly number[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const most = Math.max(1, ...counts);
  return (
    <figure className={classes.figure}>
      <figcaption>{t('quality.difficulty')}</figcaption>
      <ul className={classes.barRows}>
        {counts.map((count, difficulty) => (
          <li key={difficulty}>
            <span>{t('quality.difficultyOf', { difficulty })}</span>
            <span className={classes.bar} aria-hidden="true">
              <span style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className={classes.number}>{formatNumber(count, language)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
