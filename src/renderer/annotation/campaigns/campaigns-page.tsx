/** The campaigns of the person: how they stand, and what to do next. */
import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconRefresh, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Campaigns } from '../../../shared/contract/annotation/campaigns.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { announce } from '../../app/notices.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useCampaigns } from '../../app/streams.ts';
import { Empty } from '../../ui/empty.tsx';
import { KeyHint } from '../../ui/key-hint.tsx';
import { rank } from '../../ui/rank.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { refKey } from './campaign-ref.ts';
import classes from './campaigns.module.css';
import { campaignLines } from './home-lines.ts';
import { CampaignDetail } from './list/campaign-detail.tsx';
import { CampaignTable } from './list/campaign-table.tsx';
import { PlacesDialog } from './list/places-dialog.tsx';
import { Standing, useSummary } from './list/standing.tsx';
import { useChosen } from './list/use-campaign-actions.ts';
import { refreshKey, useRefresh } from './list/use-refresh.ts';

/** The page of `/annotation`. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const { value, failure } = useCampaigns();
  if (value) return <List campaigns={value} />;
  return failure ? (
    <FailureView failure={failure} />
  ) : (
    <Waiting words={t('annotation.looking')} rows={8} isPage />
  );
}

function List({ campaigns }: { readonly campaigns: Campaigns }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const [showsPlaces, setShowsPlaces] = useState(false);
  const chosenKey = useChosen(({ key }) => key);
  const chosen = campaigns.campaigns.find(({ at }) => refKey(at) === chosenKey);
  const shown = rank(filter, campaigns.campaigns, ({ campaign }) => [
    { text: campaign.title, weight: 3 },
    { text: campaign.id, weight: 2 },
    { text: campaign.nomenclature.id, weight: 1 },
  ]);
  const summary = useSummary(campaigns);
  useEffect(() => announce(summary), [summary]);
  const isEmpty = campaigns.campaigns.length === 0;
  const next = campaignLines(campaigns).find(({ kind }) => kind === 'code');
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('annotation.title')}</h1>
        <span className={classes.summary}>{summary}</span>
        {next && (
          <Button
            variant="filled"
            size="sm"
            renderRoot={(props) => <Link to="/annotation/coding" search={next.at} {...props} />}
          >
            {t('annotation.summary.code')}
          </Button>
        )}
        <Standing campaigns={campaigns} />
      </div>
      <div className={classes.tools}>
        {!isEmpty && (
          <TextInput
            className={classes.filter ?? ''}
            data-filter
            type="search"
            aria-label={t('annotation.list.filter')}
            placeholder={t('annotation.list.filter')}
            leftSection={<IconSearch size={16} />}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
          />
        )}
        <Button renderRoot={(props) => <Link to="/annotation/nomenclatures" {...props} />}>
          {t('annotation.nomenclatures.title')}
        </Button>
        <Button onClick={() => setShowsPlaces(true)}>{t('annotation.places.open')}</Button>
        <RefreshButton isLooking={campaigns.loading} />
        {!isEmpty && <NewButton isFirst={!next} />}
      </div>
      <div className={classes.list}>
        {isEmpty && campaigns.loading ? (
          <Waiting words={t('annotation.looking')} rows={8} />
        ) : isEmpty ? (
          <Empty title={t('annotation.list.empty')} text={t('annotation.list.emptyHint')}>
            <div className={classes.buttons}>
              <NewButton isFirst />
              <Button size="sm" onClick={() => setShowsPlaces(true)}>
                {t('annotation.places.look')}
              </Button>
            </div>
          </Empty>
        ) : shown.length > 0 ? (
          <CampaignTable campaigns={shown} chosen={chosen && chosenKey} />
        ) : (
          <Empty title={t('annotation.list.noMatch')}>
            <Button onClick={() => setFilter('')}>{t('annotation.list.clearFilter')}</Button>
          </Empty>
        )}
      </div>
      {chosen && <CampaignDetail key={chosenKey} campaign={chosen} />}
      {showsPlaces && <PlacesDialog places={campaigns.places} onClose={() => setShowsPlaces(false)} />}
    </div>
  );
}

/** Looks in all folders again; what is known stays meanwhile. */
function RefreshButton({ isLooking }: { readonly isLooking: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const refresh = useRefresh();
  return (
    <Button
      onClick={refresh}
      aria-busy={isLooking}
      aria-keyshortcuts={refreshKey}
      leftSection={<IconRefresh size={16} />}
      rightSection={<KeyHint keys={refreshKey} language={language} />}
    >
      {t(isLooking ? 'annotation.list.refreshing' : 'annotation.list.refresh')}
    </Button>
  );
}

/** `isFirst`: nothing else is to be done first. */
function NewButton({ isFirst }: { readonly isFirst: boolean }) {
  const { t } = useTranslation();
  return (
    <Button
      variant={isFirst ? 'filled' : 'default'}
      size="sm"
      leftSection={<IconPlus size={16} />}
      renderRoot={(props) => <Link to="/annotation/new" {...props} />}
    >
      {t('annotation.list.make')}
    </Button>
  );
}
