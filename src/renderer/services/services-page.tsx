/** What runs: how it stands, why, and what to do; details beside it. */
import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Services } from '../../shared/contract/services.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { announce } from '../app/notices.ts';
import { useServices } from '../app/streams.ts';
import { Empty } from '../ui/empty.tsx';
import { formatMoment } from '../ui/format.ts';
import { ToneIcon } from '../ui/state-mark.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { QuotaBars } from './quota-bars.tsx';
import { ServiceDetail } from './service-detail.tsx';
import { ServiceTable } from './service-table.tsx';
import classes from './services.module.css';
import { arrange, tally } from './sort-services.ts';

/** The page of `/services`. */
export function ServicesPage() {
  const { t } = useTranslation();
  const { value, failure } = useServices();
  if (!value) {
    return failure ? (
      <FailureView failure={failure} />
    ) : (
      <Waiting words={t('services.title')} rows={8} isPage />
    );
  }
  if (value.connection === 'loading' && value.services.length === 0)
    return <Waiting words={t('services.title')} rows={8} isPage />;
  return <List services={value} />;
}

function List({ services }: { readonly services: Services }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, tab, ask } = useSearch({ from: '/services' });
  const [filter, setFilter] = useState('');
  const chosen = services.services.find((one) => one.id === id);
  const summary = useSummary(services);
  useEffect(() => announce(summary), [summary]);
  const isEmpty = services.services.length === 0;
  const fits = arrange(services.services, filter, { column: 'name', descending: false }).length > 0;

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('services.title')}</h1>
        <span className={classes.summary}>{summary}</span>
        {!isEmpty && (
          <TextInput
            className={classes.filter ?? ''}
            data-filter
            type="search"
            aria-label={t('services.filter')}
            placeholder={t('services.filter')}
            leftSection={<IconSearch size={16} />}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
          />
        )}
        <Standing services={services} />
      </div>
      <div className={classes.list}>
        {isEmpty ? (
          <Empty title={t('services.empty')} text={t('services.emptyHint')}>
            <Button variant="filled" size="sm" renderRoot={(props) => <Link to="/catalog" {...props} />}>
              {t('services.goToCatalog')}
            </Button>
          </Empty>
        ) : fits ? (
          <ServiceTable
            label={t('services.list', { project: services.project })}
            services={services.services}
            filter={filter}
            chosen={id}
          />
        ) : (
          <Empty title={t('services.noMatch')}>
            <Button onClick={() => setFilter('')}>{t('catalog.clearSearch')}</Button>
          </Empty>
        )}
      </div>
      {chosen && <ServiceDetail key={chosen.id} service={chosen} tab={tab ?? 'overview'} />}
      <QuotaBars quota={services.quota} />
      {chosen && ask === 'delete' && (
        <DeleteDialog
          service={chosen}
          onClose={() => void navigate({ to: '/services', search: { id: chosen.id }, replace: true })}
        />
      )}
    </div>
  );
}

/** How things stand, in a sentence or two. */
function useSummary(services: Services): string {
  const { t } = useTranslation();
  const { ready, starting, failed } = tally(services);
  if (ready + starting + failed === 0) return t('services.summaryNone');
  return [
    failed > 0 ? t('services.summaryFailed', { count: failed }) : '',
    ready > 0 ? t('services.summaryReady', { count: ready }) : '',
    starting > 0 ? t('services.summaryStarting', { count: starting }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What is missing where the list is not live. */
function Standing({ services }: { readonly services: Services }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const away = services.connection === 'offline' || services.source === 'stored';
  const polled = services.source === 'poll';
  if (!away && !polled && !services.problem) return null;
  return (
    <div style={{ flexBasis: '100%', display: 'grid', gap: 4 }}>
      {away && services.asOf !== undefined && (
        <div className={classes.banner} style={{ padding: 0, display: 'flex', gap: 8, alignItems: 'center' }}>
          <ToneIcon tone="warn" />
          <span>{t('services.stored', { time: formatMoment(services.asOf, Date.now(), language) })}</span>
        </div>
      )}
      {polled && <span className="quiet">{t('services.polled')}</span>}
      {services.problem && <FailureView failure={services.problem} compact />}
    </div>
  );
}
