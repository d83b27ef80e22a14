/** What is served: which model answers where, and how it stands. */
import { Button } from '@mantine/core';
import { IconGitCompare, IconMessageQuestion } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { announce } from '../app/notices.ts';
import { Empty } from '../ui/empty.tsx';
import { formatTime } from '../ui/format.ts';
import classes from '../ui/list-page.module.css';
import { Waiting } from '../ui/waiting.tsx';
import { useApplications } from './applications.ts';
import { ApplicationDetail } from './detail/application-detail.tsx';
import { ApplicationTable } from './list/application-table.tsx';
import { inOrder } from './application-state.ts';
import { useServingWords } from './use-serving-words.ts';

/** The page of `/serving`. */
export function ServingPage() {
  const { t } = useTranslation();
  const { value, failure } = useApplications();
  if (value && (value.state !== 'loading' || value.applications.length > 0)) return <Served />;
  return failure ? (
    <FailureView failure={failure} />
  ) : (
    <Waiting words={t('serving.looking')} rows={6} isPage />
  );
}

function Served() {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { id } = useSearch({ from: '/serving' });
  const { value } = useApplications();
  const words = useServingWords();
  const applications = inOrder(value?.applications ?? []);
  const chosen = applications.find((one) => one.id === id);
  const isUnsupported = value?.state === 'unsupported';
  const summary = isUnsupported
    ? t('serving.unsupported')
    : applications.length === 0
      ? t('serving.none')
      : words.summary(applications);
  useEffect(() => announce(summary), [summary]);
  const choose = (next: string | undefined) =>
    void navigate({ to: '/serving', search: next === undefined ? {} : { id: next }, replace: true });

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('serving.title')}</h1>
        <span className={classes.summary}>{summary}</span>
        {value?.state === 'stored' && value.asOf !== undefined && (
          <span className={classes.note}>
            {t('serving.stored', { time: formatTime(value.asOf, language) })}
          </span>
        )}
        <Ways />
        {value?.problem && (
          <div className={classes.wide}>
            <FailureView failure={value.problem} compact />
          </div>
        )}
        {value?.argoCdProblem && (
          <div className={classes.wide}>
            <p className={classes.note}>{t('serving.argoCdMissing')}</p>
            <FailureView failure={value.argoCdProblem} compact />
          </div>
        )}
      </div>
      <div className={classes.body}>
        {applications.length > 0 ? (
          <ApplicationTable applications={applications} chosen={chosen?.id} onChoose={choose} />
        ) : (
          !isUnsupported && <Empty title={t('serving.none')} text={t('serving.noneHint')} />
        )}
      </div>
      {chosen && <ApplicationDetail key={chosen.id} application={chosen} onClose={() => choose(undefined)} />}
    </div>
  );
}

/** To the two other screens. */
function Ways() {
  const { t } = useTranslation();
  return (
    <div className={classes.buttons}>
      <Button
        leftSection={<IconMessageQuestion size={16} />}
        renderRoot={(props) => <Link to="/serving/try" {...props} />}
      >
        {t('serving.try')}
      </Button>
      <Button
        leftSection={<IconGitCompare size={16} />}
        renderRoot={(props) => <Link to="/serving/compare" {...props} />}
      >
        {t('serving.compare')}
      </Button>
    </div>
  );
}
