/** Runs compared: in what they differ, what came of it, and how they learnt. */
import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../shared/contract/models/runs.ts';
import type { ModelServer } from '../../shared/contract/models/servers.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useLanguage } from '../app/language/setup.ts';
import { Empty } from '../ui/empty.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { MetricComparison, ParameterComparison } from './compare/compare-table.tsx';
import { CurvesSection } from './compare/curves-section.tsx';
import { bestPlaces, metricLines, parameterLines } from './compare/differing.ts';
import { Parallel } from './compare/parallel.tsx';
import classes from './models.module.css';
import { counted, formatMetric } from './parts/numbers.ts';
import { FreshnessLine } from './parts/freshness.tsx';
import { WithServer } from './parts/with-server.tsx';

/** The page of `/models/compare`. */
export function ComparePage() {
  const { t } = useTranslation();
  const { server, runs } = useSearch({ from: '/models/compare' });
  const ids = [...new Set(runs?.split(',').filter(Boolean))].slice(0, 100);
  if (ids.length < 2)
    return (
      <>
        <h1 className="visually-hidden">{t('models.compare.title')}</h1>
        <Empty title={t('models.compare.noRuns')} text={t('models.compare.noRunsHint')}>
          <Button renderRoot={(props) => <Link to="/models" search={{ tab: 'experiments' }} {...props} />}>
            {t('models.tabs.experiments')}
          </Button>
        </Empty>
      </>
    );
  return (
    <WithServer id={server} title={t('models.compare.title')}>
      {(known) => <Loaded key={`${known.id} ${ids.join()}`} server={known} ids={ids} />}
    </WithServer>
  );
}

function Loaded({ server, ids }: { readonly server: ModelServer; readonly ids: readonly string[] }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'runs', server.id, ids],
    queryFn: ({ signal }) => core.models.runsById({ server: server.id, runs: [...ids] }, { signal }),
    retry: false,
  });
  if (data) return <Comparison server={server} runs={data} onRetry={() => void refetch()} />;
  return error ? (
    <div className={classes.alone}>
      <h1>{t('models.compare.title')}</h1>
      <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />
    </div>
  ) : (
    <Waiting words={t('models.compare.reading')} rows={8} isPage />
  );
}

interface ComparisonProps {
  readonly server: ModelServer;
  readonly runs: readonly Run[];
  readonly onRetry: () => void;
}

function Comparison({ server, runs, onRetry }: ComparisonProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/models/compare' });
  const [showsAll, setShowsAll] = useState(false);
  const params = parameterLines(runs);
  const metrics = metricLines(runs);
  const metric = metrics.find(({ key }) => key === search.metric) ?? metrics[0];
  const shown = showsAll ? params : params.filter(({ differs }) => differs);
  const choose = (key: string) =>
    void navigate({ to: '/models/compare', search: { ...search, metric: key }, replace: true });
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <nav className={classes.crumbs} aria-label={t('models.crumbs')}>
          <Link
            to="/models/runs"
            search={{
              server: server.id,
              experiments: [...new Set(runs.map(({ experiment }) => experiment))].join(','),
            }}
          >
            {t('models.runs.title')}
          </Link>
        </nav>
        <h1>{t('models.compare.title')}</h1>
        <span className={classes.summary}>
          {useSentence(runs, params.filter(({ differs }) => differs).length, metric)}
        </span>
        <FreshnessLine {...server} onRetry={onRetry} />
      </div>
      <div className={classes.tabBody} role="group" aria-label={t('models.compare.title')} tabIndex={0}>
        <div className={classes.blocks}>
          <section className={classes.block}>
            <h2>{t('models.run.metrics')}</h2>
            <MetricComparison
              server={server.id}
              runs={runs}
              lines={metrics}
              label={t('models.run.metrics')}
            />
          </section>
          <section className={classes.block}>
            <div className={classes.blockHead}>
              <h2>{t('models.run.params')}</h2>
              <Checkbox
                label={t('models.compare.showAll')}
                checked={showsAll}
                onChange={(event) => setShowsAll(event.currentTarget.checked)}
              />
            </div>
            {shown.length === 0 ? (
              <p className="quiet">{t('models.compare.same')}</p>
            ) : (
              <ParameterComparison
                server={server.id}
                runs={runs}
                lines={shown}
                label={t('models.run.params')}
              />
            )}
          </section>
          <section className={classes.block}>
            <h2>{t('models.compare.parallel')}</h2>
            <Parallel runs={runs} metric={metric?.key} />
          </section>
          <CurvesSection server={server.id} runs={runs} metric={metric?.key} onMetric={choose} />
        </div>
      </div>
    </div>
  );
}

/** In how many parameters they differ, and which is best by the chosen metric. */
function useSentence(
  runs: readonly Run[],
  differing: number,
  metric: ReturnType<typeof metricLines>[number] | undefined,
) {
  const { t } = useTranslation();
  const language = useLanguage();
  const first = t('models.compare.differ', { runs: runs.length, ...counted(differing, language) });
  const [place] = metric ? bestPlaces(metric) : [];
  const best = place === undefined ? undefined : metric?.values[place];
  if (place === undefined || best === undefined) return first;
  return `${first} ${t('models.compare.bestIs', {
    name: runs[place]?.name ?? '',
    metric: metric?.key ?? '',
    value: formatMetric(best, language),
  })}`;
}
