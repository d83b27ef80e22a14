/** Codings a day as columns that stand on zero. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { lastDays } from './last-days.ts';
import classes from './quality.module.css';

/** Width of a column with its gap, in pixels. */
const columnWidth = 30;

/** The last thirty days up to the newest coding; the same numbers as a table for whoever does not see them. */
export function DayColumns({
  days,
}: {
  readonly days: readonly { readonly day: string; readonly codings: number }[];
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const last = lastDays(days);
  const most = Math.max(1, ...last.map(({ codings }) => codings));
  const date = (day: string) =>
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    }).format(new Date(`${day}T00:00:00Z`));
  return (
    <figure className={classes.figure} style={{ maxWidth: Math.max(160, last.length * columnWidth) }}>
      <figcaption>{t('quality.days')}</figcaption>
      <div className={classes.dayColumns} aria-hidden="true">
        {last.map(({ day, codings }) => (
          <div key={day} title={`${date(day)}: ${formatNumber(codings, language)}`}>
            {(codings === most || day === last.at(-1)?.day) && <b>{formatNumber(codings, language)}</b>}
            <span style={{ height: `${(codings / most) * 100}px` }} />
          </div>
        ))}
      </div>
      <div className={classes.dayEnds} aria-hidden="true">
        <span>{date(last[0]?.day ?? '')}</span>
        {last.length > 1 && <span>{date(last.at(-1)?.day ?? '')}</span>}
      </div>
      <table className="visually-hidden">
        <caption>{t('quality.days')}</caption>
        <tbody>
          {last.map(({ day, codings }) => (
            <tr key={day}>
              <th scope="row">{date(day)}</th>
              <td>{codings}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
