/** Limits of the whole, and whether it begins now or by itself. */
import { NumberInput, Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isTimeZone, nextTime } from '../../../shared/training/next-time.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { cronProblem, firstSchedule, problemOf, type StartForm } from './start-form.ts';
import type { FieldsProps } from './start-maker.tsx';

const limits = [
  ['parallelism', 'parallelism', 1],
  ['deadlineHours', 'deadline', 1],
  ['retries', 'retries', 0],
  ['keepDays', 'keep', 1],
] as const satisfies readonly (readonly [keyof StartForm, string, number])[];

/** Numbers, then when. */
export function ScheduleFields({
  form,
  change,
  podsLeft,
}: FieldsProps & { readonly podsLeft: number | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <section className={classes.section} aria-labelledby="training-limits">
        <h2 id="training-limits">{t('training.new.limits')}</h2>
        <div className={classes.fields}>
          {limits.map(([field, words, least]) => (
            <NumberInput
              key={field}
              label={t(`training.new.${words}`)}
              min={least}
              allowDecimal={false}
              value={form[field]}
              onChange={(value) => change({ [field]: Math.max(least, Number(value) || least) })}
            />
          ))}
        </div>
        {podsLeft !== undefined && (
          <p className={classes.note}>
            {t('training.new.parallelismHint', { number: formatNumber(podsLeft, language) })}
          </p>
        )}
      </section>
      <section className={classes.section} aria-labelledby="training-when">
        <h2 id="training-when">{t('training.new.when')}</h2>
        <Radio.Group
          aria-labelledby="training-when"
          value={form.schedule ? 'bySelf' : 'now'}
          onChange={(value) => change({ schedule: value === 'now' ? undefined : firstSchedule() })}
        >
          <div className={classes.line}>
            <Radio value="now" label={t('training.new.now')} />
            <Radio value="bySelf" label={t('training.new.bySelf')} />
          </div>
        </Radio.Group>
        {form.schedule && <Schedule form={form} schedule={form.schedule} change={change} />}
      </section>
    </>
  );
}

function Schedule({
  form,
  schedule,
  change,
}: FieldsProps & { readonly schedule: NonNullable<StartForm['schedule']> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const wrong = cronProblem(schedule.cron);
  const hasZone = isTimeZone(schedule.timezone);
  const next =
    wrong === undefined && hasZone ? nextTime([schedule.cron], Date.now(), schedule.timezone) : undefined;
  const set = (field: keyof typeof schedule) => (event: React.ChangeEvent<HTMLInputElement>) =>
    change({ schedule: { ...schedule, [field]: event.currentTarget.value } });
  return (
    <>
      <div className={classes.fields}>
        <TextInput
          label={t('training.new.scheduleName')}
          error={problemOf(form) === 'schedule'}
          value={schedule.name}
          onChange={set('name')}
        />
        <TextInput
          label={t('training.new.cron')}
          description={t('training.new.cronHint')}
          error={wrong !== undefined && t('training.new.cronWrong', { found: wrong })}
          value={schedule.cron}
          onChange={set('cron')}
        />
        <TextInput
          label={t('training.new.timezone')}
          error={!hasZone}
          value={schedule.timezone}
          onChange={set('timezone')}
        />
      </div>
      {next !== undefined && (
        <p className={classes.note} role="status">
          {t('training.new.cronNext', {
            time: new Intl.DateTimeFormat(language, {
              dateStyle: 'full',
              timeStyle: 'short',
              timeZone: schedule.timezone,
            }).format(next),
          })}
        </p>
      )}
    </>
  );
}
