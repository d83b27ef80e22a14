/** Trainings that begin by themselves. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schedule } from '../../../shared/contract/training/schedules.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatMoment } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { StateMark } from '../../ui/state-mark.tsx';
import { RemoveDialog } from '../remove-dialog.tsx';

const columns = ['name', 'when', 'next', 'last', 'count'] as const;
const numbers = new Set<string>(['next', 'last', 'count']);

/** One row each, with what can be done. */
export function ScheduleTable({ schedules }: { readonly schedules: readonly Schedule[] }) {
  const { t } = useTranslation();
  if (schedules.length === 0)
    return <Empty title={t('training.schedules.empty')} text={t('training.schedules.emptyHint')} />;
  return (
    <table className={classes.table} aria-label={t('training.schedules.label')}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col" data-number={numbers.has(name) || undefined}>
              {t(`training.schedules.${name}`)}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {schedules.map((schedule) => (
          <Row key={schedule.name} schedule={schedule} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ schedule }: { readonly schedule: Schedule }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const [isRemoving, setIsRemoving] = useState(false);
  const { name, schedules, timezone, suspended, lastAt, nextAt, succeeded, failed, problem } = schedule;
  const moment = (at: number | undefined) =>
    at === undefined ? '–' : formatMoment(at, Date.now(), language);
  const runNow = async () => {
    const begun = await attempt(() => core.training.runSchedule({ name }));
    if (begun) void navigate({ to: '/training/workflow', search: { name: begun.workflow } });
  };
  return (
    <tr>
      <th scope="row">
        {name}
        {problem !== undefined && <span className={classes.sub}>{problem}</span>}
      </th>
      <td>
        <span className={classes.code}>{schedules.join(' · ')}</span>
        {timezone !== undefined && <span className={classes.sub}>{timezone}</span>}
      </td>
      <td data-number>
        {suspended ? <StateMark tone="paused" word={t('training.schedules.suspended')} /> : moment(nextAt)}
      </td>
      <td data-number>{moment(lastAt)}</td>
      <td data-number>
        {succeeded === undefined && failed === undefined
          ? '–'
          : t('training.schedules.counted', { done: succeeded ?? 0, failed: failed ?? 0 })}
      </td>
      <td>
        <div className={classes.buttons}>
          <Button onClick={() => void runNow()}>{t('training.schedules.runNow')}</Button>
          <Button
            onClick={() => void attempt(() => core.training.suspendSchedule({ name, suspended: !suspended }))}
          >
            {t(suspended ? 'training.schedules.resume' : 'training.schedules.suspend')}
          </Button>
          <Button onClick={() => setIsRemoving(true)}>{t('training.schedules.remove')}</Button>
        </div>
        {isRemoving && (
          <RemoveDialog
            title={t('training.schedules.removeTitle', { name })}
            text={t('training.schedules.removeText')}
            action={t('training.schedules.remove')}
            onClose={() => setIsRemoving(false)}
            onRemove={() => core.training.removeSchedule({ name })}
          />
        )}
      </td>
    </tr>
  );
}
