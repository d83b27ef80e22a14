/** Progress and pace, a row a person. */
import { useTranslation } from 'react-i18next';
import type { PersonProgress as Person } from '../../../shared/contract/annotation/quality.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment, formatNumber } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { formatPercent } from './numbers.ts';
import classes from './quality.module.css';

/** For a lead everybody with control items; for others the person alone. */
export function PeopleTable({
  people,
  isLead,
}: {
  readonly people: readonly Person[];
  readonly isLead: boolean;
}) {
  const { t } = useTranslation();
  if (people.length === 0) return null;
  const caption = t(isLead ? 'quality.people' : 'quality.yourself');
  return (
    <div className={classes.part}>
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={caption}>
        <table className={classes.table}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t('quality.person')}</th>
              {(['done', 'others', 'flagged', 'pace', 'median', 'controls', 'last', 'holds'] as const).map(
                (name) => (
                  <th key={name} scope="col" className={classes.number}>
                    {t(`quality.columns.${name}`)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <PersonRow key={person.name} person={person} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.note}>{t('quality.paceNote')}</p>
    </div>
  );
}

function PersonRow({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  const { done, skipped, delegated, unclassifiable, flagged, pace, medianSeconds, lastAt, held } = person;
  const number = (value: number, digits = 0) => formatNumber(value, language, digits);
  return (
    <tr>
      <th scope="row">{person.name}</th>
      <td className={classes.number}>{number(done)}</td>
      <td className={classes.number}>{number(skipped + delegated + unclassifiable)}</td>
      <td className={classes.number}>{number(flagged)}</td>
      <td className={classes.number}>
        {pace === undefined ? '' : t('quality.anHour', { number: number(pace) })}
      </td>
      <td className={classes.number}>
        {medianSeconds === undefined ? '' : t('quality.seconds', { number: number(medianSeconds, 1) })}
      </td>
      <td className={classes.number}>
        <Controls controls={person.controls} />
      </td>
      <td className={classes.number}>
        {lastAt === undefined ? t('quality.never') : formatMoment(lastAt, now, language)}
      </td>
      <td className={classes.number}>
        {held.map(({ batch, until }) => (
          <span key={batch} className={classes.heldBatch}>
            {t('quality.heldUntil', { batch, time: formatMoment(until, now, language) })}
          </span>
        ))}
      </td>
    </tr>
  );
}

function Controls({ controls }: { readonly controls: Person['controls'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!controls) return <span className="quiet">{t('quality.controlsFew')}</span>;
  const { right, of, low, high } = controls;
  return (
    <>
      {t('quality.controls', { right, of })}
      <span className={classes.unit}>
        {t('quality.interval', { low: formatPercent(low, language), high: formatPercent(high, language) })}
      </span>
    </>
  );
}
