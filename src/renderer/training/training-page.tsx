/** Trainings, schedules and training sets: how they stand, and what to do next. */
import { Button, Tabs } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { announce } from '../app/notices.ts';
import { formatMoment, formatNumber, formatTime } from '../ui/format.ts';
import classes from '../ui/list-page.module.css';
import { Waiting } from '../ui/waiting.tsx';
import { ScheduleTable } from './list/schedule-table.tsx';
import { SetTable } from './list/set-table.tsx';
import { WorkflowTable } from './list/workflow-table.tsx';
import { useSchedules, useTrainingSets, useWorkflows } from './streams.ts';
import { standingOf } from './workflow-state.ts';

const tabs = ['runs', 'schedules', 'sets'] as const;
type Tab = (typeof tabs)[number];

/** The page of `/training`. */
export function TrainingPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: '/training' });
  const tab = tabs.find((one) => one === search.tab) ?? 'runs';
  const { value, failure } = useWorkflows();
  const summary = useSummary();
  useEffect(() => announce(summary), [summary]);
  if (!value && failure) return <FailureView failure={failure} />;
  if (!value) return <Waiting words={t('training.looking')} rows={6} isPage />;
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('training.title')}</h1>
        <span className={classes.summary}>{summary}</span>
        {value.state === 'stored' && value.asOf !== undefined && (
          <span className={classes.note}>
            {t('training.stored', { time: formatTime(value.asOf, language) })}
          </span>
        )}
        <Ways isSupported={value.state !== 'unsupported'} />
        {value.problem && (
          <div className={classes.wide}>
            <FailureView failure={value.problem} compact />
          </div>
        )}
      </div>
      <div className={classes.body}>
        <Tabs
          value={tab}
          onChange={(next) =>
            void navigate({
              to: '/training',
              search: next === null || next === 'runs' ? {} : { tab: next },
              replace: true,
            })
          }
        >
          <Tabs.List>
            {tabs.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`training.tabs.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab}>
            <Content tab={tab} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </div>
  );
}

/** How trainings stand, in a sentence. */
function useSummary(): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const { value } = useWorkflows();
  if (value?.state === 'unsupported') return t('training.unsupported');
  const standing = standingOf(value?.workflows ?? []);
  switch (standing.kind) {
    case 'none':
      return t('training.summary.none');
    case 'running':
      return t('training.summary.running', {
        count: standing.count,
        number: formatNumber(standing.count, language),
        name: standing.name,
      });
    case 'failed':
      return t('training.summary.failed', {
        name: standing.name,
        when: formatMoment(standing.at, Date.now(), language),
      });
    case 'quiet':
      return t('training.summary.quiet', {
        name: standing.last.name,
        state: t(`training.states.${standing.last.state}`).toLocaleLowerCase(language),
      });
  }
}

function Content({ tab }: { readonly tab: Tab }) {
  const { t } = useTranslation();
  const { value: workflows } = useWorkflows();
  const schedules = useSchedules();
  const sets = useTrainingSets();
  const problem = tab === 'schedules' ? schedules.failure : tab === 'sets' ? sets.failure : undefined;
  if (tab === 'runs') return <WorkflowTable workflows={workflows?.workflows ?? []} />;
  if (problem) return <FailureView failure={problem} />;
  if (tab === 'schedules')
    return schedules.value ? (
      <ScheduleTable schedules={schedules.value.schedules} />
    ) : (
      <Waiting words={t('training.looking')} />
    );
  if (!sets.value) return <Waiting words={t('training.looking')} />;
  return (
    <>
      {sets.value.problem && <FailureView failure={sets.value.problem} compact />}
      <SetTable sets={sets.value.sets} isLooking={sets.value.state === 'loading'} />
    </>
  );
}

/** To what can be made. */
function Ways({ isSupported }: { readonly isSupported: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.buttons}>
      <Button renderRoot={(props) => <Link to="/training/set" {...props} />}>{t('training.makeSet')}</Button>
      {isSupported && (
        <Button
          variant="filled"
          size="sm"
          leftSection={<IconPlus size={16} />}
          renderRoot={(props) => <Link to="/training/new" {...props} />}
        >
          {t('training.start')}
        </Button>
      )}
    </div>
  );
}
