/** The page of `/annotation/coding`: opens a batch and what is needed to code it. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { BatchWork } from '../../../shared/contract/annotation/coding.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { Empty } from '../../ui/empty.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useNomenclature, type LoadedNomenclature } from '../codes/use-nomenclature.ts';
import classes from './coding.module.css';
import { Desk } from './desk.tsx';
import { useRecoding } from './use-recoding.ts';

/** The page of `/annotation/coding`. */
export function CodingPage() {
  const { profile, bucket, prefix, batch, item } = useSearch({ from: '/annotation/coding' });
  const { t } = useTranslation();
  const at = useMemo(
    () =>
      profile === undefined || bucket === undefined || prefix === undefined
        ? undefined
        : { profile, bucket, prefix },
    [profile, bucket, prefix],
  );
  if (!at) {
    return (
      <Stop title={t('coding.noCampaign')} text={t('coding.noCampaignHint')}>
        <Button variant="filled" renderRoot={(props) => <Link to="/annotation" {...props} />}>
          {t('coding.toCampaigns')}
        </Button>
      </Stop>
    );
  }
  return <Opening key={`${profile}/${bucket}/${prefix}`} at={at} batch={batch} item={item} />;
}

interface OpeningProps {
  readonly at: CampaignRef;
  readonly batch: string | undefined;
  readonly item: string | undefined;
}

function Opening({ at, batch, item }: OpeningProps) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['annotation', 'batch', at, batch],
    queryFn: ({ signal }) =>
      core.annotation.openBatch({ at, ...(batch !== undefined && { batch }) }, { signal }),
    // The session knows better than what is fetched again.
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  if (data) return <Ready at={at} work={data} item={item} />;
  const failure = error && failureOf(error);
  if (!failure || isFetching) return <Waiting words={t('coding.opening')} rows={6} isPage />;
  if (failure.reason === 'no-batch-left') {
    return (
      <Stop title={t('coding.noBatchLeft')} text={t('coding.noBatchLeftHint')}>
        <BackToCampaign at={at} />
      </Stop>
    );
  }
  return (
    <Stop title={t('coding.notOpened')}>
      <FailureView failure={failure} onRetry={() => void refetch()} />
      <BackToCampaign at={at} />
    </Stop>
  );
}

function Ready({
  at,
  work,
  item,
}: {
  readonly at: CampaignRef;
  readonly work: BatchWork;
  readonly item: string | undefined;
}) {
  const { t } = useTranslation();
  const { campaign } = work;
  const codes = useNomenclature(campaign.nomenclature.id);
  const recoding = useRecoding(campaign.recoding?.from, codes.tree);
  if (codes.failure) {
    return (
      <Stop title={t('coding.noNomenclature', { name: campaign.nomenclature.id })}>
        <FailureView failure={codes.failure} onRetry={codes.retry} />
      </Stop>
    );
  }
  if (recoding.failure) {
    return (
      <Stop title={t('coding.noCorrespondence', { from: campaign.recoding?.from ?? '' })}>
        <FailureView failure={recoding.failure} onRetry={recoding.retry} />
      </Stop>
    );
  }
  if (!isLoaded(codes) || recoding.isPending)
    return <Waiting words={t('coding.reading', { name: campaign.nomenclature.id })} rows={6} isPage />;
  return <Desk at={at} work={work} codes={codes} recoding={recoding} wished={item} />;
}

const isLoaded = (codes: Partial<LoadedNomenclature>): codes is LoadedNomenclature =>
  codes.tree !== undefined && codes.nomenclature !== undefined;

function Stop({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children: React.ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.stop}>
      <h1 className="visually-hidden">{t('coding.title')}</h1>
      <Empty title={title} {...(text !== undefined && { text })}>
        {children}
      </Empty>
    </div>
  );
}

/** The way back, from wherever coding ends. */
function BackToCampaign({ at }: { readonly at: CampaignRef }) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      renderRoot={(props) => <Link to="/annotation/campaign" search={at} {...props} />}
    >
      {t('coding.toCampaign')}
    </Button>
  );
}
