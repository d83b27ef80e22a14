/** The form of a training with what would be sent beside it. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../../shared/contract/models/servers.ts';
import type { TrainingSet } from '../../../shared/contract/training/sets.ts';
import { countCombinations, parallelismUnder } from '../../../shared/training/grid.ts';
import { core } from '../../app/core.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { attempt } from '../../app/notices.ts';
import { formatNumber } from '../../ui/format.ts';
import classes from '../../ui/list-page.module.css';
import { ContainerFields } from './container-fields.tsx';
import { GridFields } from './grid-fields.tsx';
import { PlanPane } from './plan-pane.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { firstSchedule, problemOf, startOf, templateKey, usualGrid, type StartForm } from './start-form.ts';
import { TrackingFields } from './tracking-fields.tsx';
import { WhatFields } from './what-fields.tsx';

export type Offered = Awaited<ReturnType<typeof core.training.trainingTemplates>>;
type Plan = Awaited<ReturnType<typeof core.training.planTraining>>;

export interface StartMakerProps {
  readonly offered: Offered;
  readonly servers: readonly ModelServer[];
  readonly sets: readonly TrainingSet[];
  readonly set: string | undefined;
  readonly isScheduled: boolean;
}

function firstForm({ offered, servers, sets, set, isScheduled }: StartMakerProps): StartForm {
  const { defaults, podsLeft, templates } = offered;
  const newest = sets.toSorted((one, other) => other.set.madeAt - one.set.madeAt)[0];
  const own = templates.find(({ scope }) => scope === 'app') ?? templates[0];
  return {
    template: own ? templateKey(own) : 'app',
    set: set ?? newest?.address ?? '',
    grid: usualGrid,
    parameters: {},
    server: servers[0]?.id ?? '',
    experiment: 'codification',
    image: defaults.image ?? '',
    command: defaults.command?.join(' ') ?? '',
    cpu: '1',
    memory: '2Gi',
    gpus: 0,
    secret: defaults.secrets[0] ?? '',
    parallelism: Math.min(4, podsLeft === undefined ? 4 : parallelismUnder(podsLeft)),
    deadlineHours: 24,
    retries: 2,
    keepDays: 7,
    schedule: isScheduled ? firstSchedule() : undefined,
  };
}

/** Fields, then the plan, then the button that says how many runs it starts. */
export function StartMaker(props: StartMakerProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { offered, servers, sets } = props;
  const [form, setForm] = useState(() => firstForm(props));
  const [plan, setPlan] = useState<Plan>();
  const [busy, setBusy] = useState<'plan' | 'start'>();
  const change = (next: Partial<StartForm>) => {
    setForm({ ...form, ...next });
    setPlan(undefined);
  };
  const isReady = problemOf(form) === undefined;
  const count = countCombinations(form.grid);
  const start = startOf(form, sets);
  const look = async () => {
    setBusy('plan');
    setPlan(await attempt(() => core.training.planTraining(start)));
    setBusy(undefined);
  };
  const go = async () => {
    setBusy('start');
    const { schedule } = form;
    if (schedule) {
      const { name, cron, timezone } = schedule;
      const kept = await attempt(() =>
        core.training.scheduleTraining({ name, schedules: [cron], timezone, concurrency: 'Forbid', start }),
      );
      if (kept) void navigate({ to: '/training', search: { tab: 'schedules' } });
    } else {
      const begun = await attempt(() => core.training.startTraining(start));
      if (begun) void navigate({ to: '/training/workflow', search: { name: begun.name } });
    }
    setBusy(undefined);
  };
  const fields = { form, change };
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('training.new.title')}</h1>
        <span className={classes.summary}>{t('training.new.summary')}</span>
        <Button size="sm" disabled={!isReady} loading={busy === 'plan'} onClick={() => void look()}>
          {t('training.new.plan')}
        </Button>
        <Button
          variant="filled"
          size="sm"
          disabled={!isReady}
          loading={busy === 'start'}
          onClick={() => void go()}
        >
          {form.schedule
            ? t('training.new.schedule')
            : t('training.new.go', { count, number: formatNumber(count, language) })}
        </Button>
      </div>
      <div className={classes.body}>
        <div className={classes.content}>
          <WhatFields {...fields} templates={offered.templates} sets={sets} />
          <GridFields {...fields} />
          <TrackingFields {...fields} servers={servers} />
          {form.template === 'app' && <ContainerFields {...fields} secrets={offered.defaults.secrets} />}
          <ScheduleFields {...fields} podsLeft={offered.podsLeft} />
        </div>
      </div>
      {plan && <PlanPane plan={plan} />}
    </div>
  );
}

export interface FieldsProps {
  readonly form: StartForm;
  readonly change: (next: Partial<StartForm>) => void;
}
