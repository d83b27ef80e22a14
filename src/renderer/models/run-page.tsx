/** All of one run: how it went, what it was given, what came out of it. */
import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../shared/contract/models/runs.ts';
import type { ModelServer } from '../../shared/contract/models/servers.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useLanguage } from '../app/language/setup.ts';
import { Empty } from '../ui/empty.tsx';
import { formatDuration, formatMoment } from '../ui/format.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { Waiting } from '../ui/waiting.tsx';
import classes from './models.module.css';
import { FreshnessLine } from './parts/freshness.tsx';
import { WithServer } from './parts/with-server.tsx';
import { runTones } from './runs/run-tones.ts';
import { AboutRun } from './run/about-run.tsx';
import { RegisterDialog } from './run/register-dialog.tsx';

const Artifacts = lazy(async () => ({ default: (await import('./artifacts/artifacts.tsx')).Artifacts }));
const CurvesSection = lazy(async () => ({
  default: (await import('./compare/curves-section.tsx')).CurvesSection,
}));

const tabNames = ['about', 'curves', 'artifacts'] as const;

/** The page of `/models/run`. */
export function RunPage() {
  const { t } = useTranslation();
  const { server, run } = useSearch({ from: '/models/run' });
  if (run === undefined)
    return (
      <>
        <h1 className="visually-hidden">{t('models.runs.title')}</h1>
        <Empty title={t('models.run.noId')}>
          <Button renderRoot={(props) => <Link to="/models" {...props} />}>{t('models.all')}</Button>
        </Empty>
      </>
    );
  return (
    <WithServer id={server} title={t('models.runs.title')}>
      {(known) => <Loaded key={`${known.id} ${run}`} server={known} id={run} />}
    </WithServer>
  );
}

function Loaded({ server, id }: { readonly server: ModelServer; readonly id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'run', server.id, id],
    queryFn: ({ signal }) => core.models.run({ server: server.id, run: id }, { signal }),
    retry: false,
    refetchInterval: (query) => (query.state.data?.status === 'running' ? 10_000 : false),
  });
  const reload = () => void refetch();
  if (data) return <Page server={server} run={data} onChanged={reload} />;
  if (!error) return <Waiting words={t('models.run.reading')} rows={8} isPage />;
  return (
    <div className={classes.alone}>
      <h1>{t('models.run.title', { name: id })}</h1>
      <FailureView failure={failureOf(error)} onRetry={reload} />
    </div>
  );
}

export interface RunPart {
  readonly server: ModelServer;
  readonly run: Run;
  readonly onChanged: () => void;
}

function Page(part: RunPart) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/models/run' });
  const [isRegistering, setRegistering] = useState(false);
  const { server, run } = part;
  const tab = tabNames.find((name) => name === search.tab) ?? 'about';
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <nav className={classes.crumbs} aria-label={t('models.crumbs')}>
          <Link to="/models/runs" search={{ server: server.id, experiments: run.experiment }}>
            {run.experimentName ?? run.experiment}
          </Link>
        </nav>
        <h1>{run.name}</h1>
        <span className={classes.summary}>
          <RunSentence run={run} />
        </span>
        <Button
          size="sm"
          variant={run.status === 'finished' && run.models.length > 0 ? 'filled' : 'default'}
          disabled={run.models.length === 0}
          title={run.models.length === 0 ? t('models.run.noModel') : undefined}
          onClick={() => setRegistering(true)}
        >
          {t('models.register.open')}
        </Button>
        <FreshnessLine {...server} onRetry={part.onChanged} />
      </div>
      <Tabs
        value={tab}
        onChange={(name) =>
          void navigate({
            to: '/models/run',
            search: { ...search, ...(name !== null && { tab: name }) },
            replace: true,
          })
        }
      >
        <Tabs.List>
          {tabNames.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`models.run.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.tabBody} role="group" aria-label={t(`models.run.tabs.${tab}`)} tabIndex={0}>
        <Suspense fallback={<Waiting words={t(`models.run.tabs.${tab}`)} />}>
          {tab === 'about' ? (
            <AboutRun {...part} />
          ) : tab === 'curves' ? (
            <div className={classes.blocks}>
              <CurvesSection server={server.id} runs={[run]} />
            </div>
          ) : (
            <Artifacts server={server.id} of={{ kind: 'run', run: run.id }} />
          )}
        </Suspense>
      </div>
      {isRegistering && <RegisterDialog server={server} run={run} onClose={() => setRegistering(false)} />}
    </div>
  );
}

/** State, when, how long, by whom. */
function RunSentence({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { status, startedAt, endedAt, by } = run;
  const parts = [
    startedAt === undefined
      ? undefined
      : t('models.run.started', { time: formatMoment(startedAt, Date.now(), language) }),
    startedAt === undefined || endedAt === undefined
      ? undefined
      : t('models.run.took', { time: formatDuration(endedAt - startedAt, language) }),
    by,
  ].filter(Boolean);
  return (
    <>
      <StateMark tone={runTones[status]} word={t(`models.run.statuses.${status}`)} />
      <span className="quiet num"> · {parts.join(' · ')}</span>
    </>
  );
}
