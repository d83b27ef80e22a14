/** How far the campaign is: codings, days, people, difficulty. */
import { useTranslation } from 'react-i18next';
import type { QualityReport } from '../../../shared/contract/annotation/quality.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { Meter } from '../../ui/meter.tsx';
import { DayColumns } from './day-columns.tsx';
import { DifficultyBars } from './difficulty-bars.tsx';
import { formatPercent } from './numbers.ts';
import { PeopleTable } from './people-table.tsx';
import classes from './quality.module.css';

const statuses = ['done', 'unclassifiable', 'skipped', 'delegated'] as const;

/** Leads see everybody, others themselves: the core says which. */
export function ProgressSection({
  progress,
  isLead,
}: {
  readonly progress: NonNullable<QualityReport['campaign']>;
  readonly isLead: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { codings, codingsWanted, byStatus, people, days, difficulty } = progress;
  const number = (value: number) => formatNumber(value, language);
  const said = difficulty.reduce((sum, count) => sum + count, 0);
  return (
    <section className={classes.section} aria-labelledby="quality-progress">
      <h3 id="quality-progress">{t('quality.progress')}</h3>
      <div className={classes.wideMeter}>
        <Meter
          label={t('quality.codingsDone')}
          used={codings}
          hard={Math.max(codingsWanted, 1)}
          value={t('quality.codingsOf', {
            done: number(codings),
            wanted: number(codingsWanted),
            share: formatPercent(codingsWanted > 0 ? codings / codingsWanted : 0, language),
          })}
        />
      </div>
      <ul className={classes.facts}>
        {statuses.map((status) => (
          <li key={status}>
            {t(`quality.counts.${status}`, { count: byStatus[status], number: number(byStatus[status]) })}
          </li>
        ))}
      </ul>
      <PeopleTable people={people} isLead={isLead} />
      <div className={classes.pictures}>
        {days.length > 0 && <DayColumns days={days} />}
        {said > 0 && <DifficultyBars counts={difficulty} />}
      </div>
    </section>
  );
}
