/** Above a column of a file with statistics: how much is missing, and between which values the rest lies. */
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../shared/contract/storage/preview.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { cellText, shareText } from './cell-text.ts';
import type { ColumnSpread } from './column-spread.ts';
import classes from './preview.module.css';

/** Height in pixels that the bar takes in a heading. */
export const columnBarHeight = 34;

/** The nulls from the right; below, the range of each row group. Told in words as well. */
export function ColumnBar({
  column,
  spread,
}: {
  readonly column: Column;
  readonly spread: ColumnSpread | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!spread) return <div style={{ height: columnBarHeight }} />;
  const least = column.min === undefined ? undefined : cellText(column.min, column.kind, language);
  const greatest = column.max === undefined ? undefined : cellText(column.max, column.kind, language);
  const words = [
    spread.nulls === undefined
      ? ''
      : spread.nulls === 0
        ? t('preview.table.barNoNulls')
        : t('preview.table.barNulls', { share: shareText(spread.nulls, language) }),
    least === undefined || greatest === undefined
      ? ''
      : t('preview.table.barRange', { min: least.slice(0, 40), max: greatest.slice(0, 40) }),
  ].filter(Boolean);
  const share = spread.nulls ?? 0;
  return (
    <div className={classes.bar} role="img" aria-label={words.join(', ')} title={words.join('\n')}>
      <span className={classes.barFull}>
        {spread.nulls !== undefined && (
          <span className={classes.barFilled} style={{ width: `${(1 - share) * 100}%` }} />
        )}
        <span className={classes.barNull} style={{ width: `${share * 100}%` }} />
      </span>
      <span className={classes.barSpread}>
        {spread.stretches.map((one, index) => (
          <span
            key={index}
            style={{ left: `${one.from * 100}%`, width: `max(2px, ${(one.to - one.from) * 100}%)` }}
          />
        ))}
      </span>
      <span className={classes.barEnds} aria-hidden="true">
        <span>{least}</span>
        <span>{greatest}</span>
      </span>
    </div>
  );
}
