/** What can be launched: a grid of charts, a search over all of them, and the configurations that were saved. */
import { Button, CloseButton, Tabs, TextInput } from '@mantine/core';
import { IconRefresh, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Catalogs } from '../../shared/contract/catalog.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { useCatalogs } from '../app/streams.ts';
import { Empty } from '../ui/empty.tsx';
import { formatMoment } from '../ui/format.ts';
import { Waiting } from '../ui/waiting.tsx';
import { ChartCard } from './chart-card.tsx';
import { ChartDetail } from './chart-detail.tsx';
import classes from './catalog.module.css';
import { chartsOf, findCharts, inLanguage, readTab, tabName } from './find-charts.ts';
import { SavedList } from './saved-list.tsx';

/** The page of `/catalog`. */
export function CatalogPage() {
  const { t } = useTranslation();
  const { value: catalogs, failure } = useCatalogs();
  if (catalogs) return <Charts catalogs={catalogs} />;
  return failure ? <FailureView failure={failure} /> : <Waiting words={t('catalog.title')} rows={8} isPage />;
}

function Charts({ catalogs }: { readonly catalogs: Catalogs }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const search = useSearch({ from: '/catalog' });
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query);
  const tab = readTab(search.tab, catalogs);
  const own = useMemo(() => chartsOf(tab, catalogs), [tab.kind, search.tab, catalogs]);
  // What is typed is looked for everywhere: nobody knows which catalog holds a thing.
  const shown = useMemo(
    () => (asked.trim() ? findCharts(chartsOf({ kind: 'all' }, catalogs), asked) : own),
    [asked, own, catalogs],
  );
  const chosen = catalogs.catalogs
    .flatMap((one) => one.charts)
    .find((one) => one.catalogId === search.catalog && one.name === search.chart);

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('catalog.title')}</h1>
        <TextInput
          className={classes.search ?? ''}
          data-filter
          type="search"
          aria-label={t('catalog.search')}
          placeholder={t('catalog.search')}
          leftSection={<IconSearch size={16} />}
          rightSection={
            query && (
              <CloseButton size="sm" aria-label={t('catalog.clearSearch')} onClick={() => setQuery('')} />
            )
          }
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
        />
        <div className={classes.state} role="status">
          <span className="num">{t('catalog.count', { count: shown.length })}</span>
          {catalogs.state === 'refreshing'
            ? `${t('catalog.refreshing')}…`
            : catalogs.asOf !== undefined &&
              t('frame.asOf', { time: formatMoment(catalogs.asOf, Date.now(), language) })}
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconRefresh size={16} />}
            onClick={() => void attempt(() => core.catalog.refresh({}))}
          >
            {t('catalog.refresh')}
          </Button>
        </div>
        <Tabs
          className={classes.tabs ?? ''}
          value={tabName(tab)}
          onChange={(name) =>
            void navigate({ to: '/catalog', search: name && name !== 'all' ? { tab: name } : {} })
          }
          variant="default"
        >
          <Tabs.List aria-label={t('catalog.tabs')}>
            {(['all', 'favourites', 'recent'] as const).map((kind) => (
              <Tabs.Tab key={kind} value={kind}>
                {t(`catalog.${kind}`)}
              </Tabs.Tab>
            ))}
            {catalogs.catalogs.map((one) => (
              <Tabs.Tab key={one.id} value={`catalog-${one.id}`}>
                {inLanguage(one.name, language)}
              </Tabs.Tab>
            ))}
            <Tabs.Tab value="saved">{t('catalog.saved')}</Tabs.Tab>
          </Tabs.List>
        </Tabs>
      </div>
      <div className={classes.body}>
        <div className={classes.scroll}>
          {catalogs.problem && (
            <FailureView
              failure={catalogs.problem}
              onRetry={() => void attempt(() => core.catalog.refresh({}))}
            />
          )}
          {catalogs.catalogs
            .filter((one) => one.problem)
            .map((one) => (
              <FailureView
                key={one.id}
                failure={{
                  ...one.problem,
                  code: one.problem?.code ?? 'internal',
                  message: t('catalog.catalogProblem', { name: inLanguage(one.name, language) }),
                }}
              />
            ))}
          {tab.kind === 'saved' && !asked.trim() ? (
            <SavedList />
          ) : shown.length === 0 ? (
            <Nothing query={asked.trim()} tab={tab.kind} onClear={() => setQuery('')} />
          ) : (
            <ul className={classes.grid}>
              {shown.map((chart) => (
                <ChartCard key={`${chart.catalogId}/${chart.name}`} chart={chart} chosen={chart === chosen} />
              ))}
            </ul>
          )}
        </div>
        {chosen && <ChartDetail chart={chosen} />}
      </div>
    </div>
  );
}

function Nothing({
  query,
  tab,
  onClear,
}: {
  readonly query: string;
  readonly tab: string;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  if (query) {
    return (
      <Empty title={t('catalog.noMatch', { query })}>
        <Button onClick={onClear}>{t('catalog.clearSearch')}</Button>
      </Empty>
    );
  }
  return (
    <Empty
      title={t(
        tab === 'favourites'
          ? 'catalog.emptyFavourites'
          : tab === 'recent'
            ? 'catalog.emptyRecent'
            : 'catalog.empty',
      )}
    />
  );
}
