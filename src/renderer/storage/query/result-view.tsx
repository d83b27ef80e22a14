/** The answer to a question: as a table with its order and filter, as a chart; profile and export beside. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChartHistogram, IconDownload, IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../shared/contract/storage/places.ts';
import type { QueryState } from '../../../shared/contract/storage/query.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useStoragePlaces } from '../../app/streams.ts';
import { Empty } from '../../ui/empty.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { ProfilePane } from './profile-pane.tsx';
import classes from './query.module.css';
import { ResultGrid } from './result-grid.tsx';
import { nextOrder, type Order } from './sort-result.ts';

const ChartTab = lazy(async () => ({ default: (await import('./chart-tab.tsx')).ChartTab }));

export interface ResultViewProps {
  readonly run: QueryState;
  /** Where an export to an object is proposed. */
  readonly place: Place | undefined;
}

/** Order and filter live with the result that they arrange. */
export function ResultView({ run, place }: ResultViewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { value: places } = useStoragePlaces();
  const [tab, setTab] = useState<'table' | 'chart'>('table');
  const [sort, setSort] = useState<readonly Order[]>([]);
  const [typed, setTyped] = useState('');
  const [filter] = useDebouncedValue(typed, 250);
  const [total, setTotal] = useState(run.rows);
  const [column, setColumn] = useState(0);
  const [hasProfile, setProfile] = useState(false);
  const [isExporting, setExporting] = useState(false);
  const columns = run.columns ?? [];
  const view = { sort: [...sort], filter: filter.trim() };
  const forbids = places?.forbidsExports === true;

  if (run.rows === 0) return <Empty title={t('query.noRows')} />;
  return (
    <section className={classes.result} aria-label={t('query.result')}>
      <div className={classes.resultBar}>
        <SegmentedControl
          size="xs"
          aria-label={t('query.result')}
          value={tab}
          onChange={(next) => setTab(next === 'chart' ? 'chart' : 'table')}
          data={[
            { value: 'table', label: t('query.tabs.table') },
            { value: 'chart', label: t('query.tabs.chart') },
          ]}
        />
        {tab === 'table' && (
          <>
            <TextInput
              size="xs"
              data-filter
              type="search"
              className={classes.filter ?? ''}
              aria-label={t('query.filter')}
              aria-description={t('query.filterHelp')}
              title={t('query.filterHelp')}
              placeholder={t('query.filter')}
              leftSection={<IconSearch size={14} />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) =>
                event.key === 'Escape' && typed && (event.stopPropagation(), setTyped(''))
              }
            />
            {view.filter !== '' && total !== undefined && (
              <span className="quiet num" role="status">
                {t('query.matching', {
                  shown: formatNumber(total, language),
                  all: formatNumber(run.rows ?? total, language),
                })}
              </span>
            )}
            {sort.length > 0 && (
              <Button size="compact-sm" variant="subtle" onClick={() => setSort([])}>
                {t('query.clearSort')}
              </Button>
            )}
          </>
        )}
        <span className={classes.push}>
          {forbids && (
            <span className="quiet" id="export-forbidden">
              {t('query.export.forbidden')}
            </span>
          )}
          {tab === 'table' && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-pressed={hasProfile}
              data-pressed={hasProfile}
              leftSection={<IconChartHistogram size={16} />}
              onClick={() => setProfile(!hasProfile)}
            >
              {t('query.showProfile')}
            </Button>
          )}
          <Button
            size="compact-sm"
            leftSection={<IconDownload size={16} />}
            disabled={forbids}
            aria-describedby={forbids ? 'export-forbidden' : undefined}
            onClick={() => setExporting(true)}
          >
            {t('query.export.open')}
          </Button>
        </span>
      </div>
      {tab === 'table' ? (
        <div className={classes.table} data-profile={hasProfile}>
          <ResultGrid
            run={run}
            view={view}
            onTotal={setTotal}
            onColumn={setColumn}
            onSort={(name, isAdded) => setSort(nextOrder(sort, name, isAdded))}
            onClear={() => setTyped('')}
          />
          {hasProfile && columns[column] && (
            <ProfilePane id={run.id} column={columns[column]} view={view} onClose={() => setProfile(false)} />
          )}
        </div>
      ) : (
        <Suspense fallback={<Waiting words={t('query.chart.drawing')} />}>
          <ChartTab run={run} />
        </Suspense>
      )}
      {isExporting && <ExportDialog run={run} place={place} onClose={() => setExporting(false)} />}
    </section>
  );
}
