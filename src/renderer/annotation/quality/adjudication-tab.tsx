/** The items on which people differ: a tab of the campaign's page. */
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile, CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Empty } from '../../ui/empty.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useNomenclature } from '../codes/use-nomenclature.ts';
import { AdjudicationDesk } from './adjudication-desk.tsx';
import { useDisagreements } from './use-disagreements.ts';
import { useRoles } from './use-roles.ts';

/** A list to go through by key, and the item that is looked at beside it. */
export function AdjudicationTab({
  at,
  campaign,
}: {
  readonly at: CampaignRef;
  readonly campaign: CampaignFile;
}) {
  const { t } = useTranslation();
  const { item } = useSearch({ strict: false });
  const [showNames, setShowNames] = useState(false);
  const roles = useRoles(at, campaign);
  const query = useDisagreements(at, showNames);
  const loaded = useNomenclature(campaign.nomenclature.id);
  const pages = query.data?.pages;

  if (!pages)
    return query.error ? (
      <FailureView failure={failureOf(query.error)} onRetry={() => void query.refetch()} />
    ) : (
      <Waiting words={t('quality.queue.reading')} rows={8} />
    );
  const disagreements = pages.flatMap((page) => page.disagreements);
  if (disagreements.length === 0)
    return <Empty title={t('quality.queue.nothing')} text={t('quality.queue.nothingText')} />;
  return (
    <AdjudicationDesk
      at={at}
      campaign={campaign}
      loaded={loaded}
      disagreements={disagreements}
      isComplete={!query.hasNextPage}
      problem={query.error ? failureOf(query.error) : undefined}
      onReload={() => void query.refetch()}
      roles={roles}
      asked={item}
      showNames={showNames}
      onShowNames={setShowNames}
    />
  );
}
