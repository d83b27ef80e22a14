/** The runs of one or several experiments. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelServer } from '../../shared/contract/models/servers.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { Empty } from '../ui/empty.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { Waiting } from '../ui/waiting.tsx';
import classes from './models.module.css';
import { Crumbs } from './parts/crumbs.tsx';
import { FreshnessLine, FreshnessMark } from './parts/freshness.tsx';
import { useExperiments, useWatchedRuns } from './parts/model-streams.ts';
import { counted } from './parts/numbers.ts';
import { useKey } from './parts/use-key.ts';
import { WithServer } from './parts/with-server.tsx';
import { ColumnChooser } from './runs/column-chooser.tsx';
import { FilterBar } from './runs/filter-bar.tsx';
import {
  columnsText,
  firstColumns,
  orderText,
  readColumns,
  readOrder,
  type RunColumn,
} from './runs/run-columns.ts';
import { RunTable } from './runs/run-table.tsx';
import { toggled, extended, type Chosen } from './runs/selection.ts';
import { useRunRows } from './runs/use-run-rows.ts';

/** The page of `/models/runs`. */
export function RunsPage() {
  const { t } = useTranslation();
  const { server, experiments } = useSearch({ from: '/models/runs' });
  const ids = experiments?.split(',').filter(Boolean) ?? [];
  if (ids.length === 0)
    return (
      <>
        <h1 className="visually-hidden">{t('models.runs.title')}</h1>
        <Empty title={t('models.runs.noExperiment')}>
          <Button renderRoot={(props) => <Link to="/models" search={{ tab: 'experiments' }} {...props} />}>
            {t('models.tabs.experiments')}
          </Button>
        </Empty>
      </>
    );
  return (
    <WithServer id={server} title={t('models.runs.title')}>
      {(known) => <Loaded key={`${known.id} ${experiments ?? ''}`} server={known} experiments={ids} />}
    </WithServer>
  );
}

interface RunsProps {
  readonly server: ModelServer;
  readonly experiments: readonly string[];
}

function Loaded({ server, experiments }: RunsProps) {
  const { t } = useTranslation();
  const { value, failure } = useWatchedRuns(server.id, experiments);
  const { data, error, refetch } = useQuery({
    queryKey: ['models', 'columns', server.id, experiments, (value?.loaded ?? 0) > 0],
    queryFn: ({ signal }) =>
      core.models.runColumns({ server: server.id, experiments: [...experiments] }, { signal }),
    placeholderData: (before) => before,
    retry: false,
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (failure && !value) return <FailureView failure={failure} />;
  if (!data || !value || (value.state === 'loading' && value.loaded === 0))
    return <Waiting words={t('models.runs.reading')} rows={10} isPage />;
  return <Runs server={server} experiments={experiments} columns={data} />;
}

function Runs({ server, experiments, columns }: RunsProps & { readonly columns: readonly RunColumn[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: '/models/runs' });
  const watched = useWatchedRuns(server.id, experiments).value;
  const [chosen, setChosen] = useState<Chosen>([]);
  const [isChoosing, setChoosing] = useState(false);
  const shown = readColumns(search.columns) ?? firstColumns(columns);
  const order = readOrder(search.order);
  const filter = search.filter ?? '';
  const rows = useRunRows(
    { server: server.id, experiments, filter, order, columns: shown },
    watched?.generation ?? 0,
  );
  /** Empty: left out of the address. */
  const become = (name: 'filter' | 'columns' | 'order', text: string) => {
    const { [name]: _before, ...rest } = search;
    const next = text === '' ? rest : { ...rest, [name]: text };
    void navigate({ to: '/models/runs', search: next, replace: true });
  };
  const compare = () =>
    chosen.length > 1 &&
    void navigate({ to: '/models/compare', search: { server: server.id, runs: chosen.join(',') } });
  useKey('c', compare);
  const failure = rows.failure === undefined ? undefined : failureOf(rows.failure);
  const isFault = failure?.reason === 'run-filter';
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Crumbs server={server.id} tab="experiments" />
        <h1>
          <ExperimentNames server={server.id} ids={experiments} />
        </h1>
        <span className={`${classes.summary} num`} role="status">
          {rows.total !== undefined &&
            t(
              filter === '' ? 'models.runs.count' : 'models.runs.matching',
              counted(rows.total, language),
            )}{' '}
          {watched?.state === 'loading' && t('models.runs.stillReading', counted(watched.loaded, language))}
        </span>
        {watched && <FreshnessMark state={watched.state} asOf={watched.asOf} />}
        {watched && (
          <FreshnessLine
            state={watched.state}
            asOf={watched.asOf}
            problem={watched.problem}
            onRetry={() => void attempt(() => core.models.refreshRegistry({ server: server.id }))}
          />
        )}
      </div>
      <div className={classes.tools}>
        <FilterBar
          key={filter}
          filter={filter}
          columns={columns}
          fault={isFault ? failure : undefined}
          onFilter={(next) => become('filter', next)}
        />
        <Button size="sm" leftSection={<IconColumns3 size={16} />} onClick={() => setChoosing(true)}>
          {t('models.runs.columns')}
        </Button>
        {chosen.length > 0 && (
          <Button size="sm" variant="subtle" onClick={() => setChosen([])}>
            {t('models.runs.clear', counted(chosen.length, language))}
          </Button>
        )}
        <Button
          size="sm"
          variant={chosen.length > 1 ? 'filled' : 'default'}
          disabled={chosen.length < 2}
          onClick={compare}
          rightSection={<KeyHint keys="c" language={language} />}
        >
          {t('models.runs.compare')}
        </Button>
      </div>
      {failure && !isFault ? (
        <FailureView failure={failure} onRetry={rows.retry} />
      ) : isFault ? (
        <Empty title={t('models.runs.faultTitle')} />
      ) : rows.total === 0 ? (
        <Empty title={t(filter === '' ? 'models.runs.empty' : 'models.runs.noMatch')}>
          {filter !== '' && (
            <Button onClick={() => become('filter', '')}>{t('models.registry.clearFilter')}</Button>
          )}
        </Empty>
      ) : (
        <RunTable
          columns={shown}
          rows={rows}
          order={order}
          chosen={chosen}
          onOrder={(next) => become('order', orderText(next))}
          onToggle={(id) => setChosen((before) => toggled(before, id))}
          onExtend={(ids) => setChosen((before) => extended(before, ids))}
          onOpen={(run) => void navigate({ to: '/models/run', search: { server: server.id, run } })}
        />
      )}
      {isChoosing && (
        <ColumnChooser
          all={columns}
          shown={shown}
          onChange={(next) => become('columns', columnsText(next))}
          onReset={() => become('columns', '')}
          onClose={() => setChoosing(false)}
        />
      )}
    </div>
  );
}

function ExperimentNames({ server, ids }: { readonly server: string; readonly ids: readonly string[] }) {
  const known = useExperiments(server).value?.experiments ?? [];
  return <>{ids.map((id) => known.find((one) => one.id === id)?.name ?? id).join(', ')}</>;
}
