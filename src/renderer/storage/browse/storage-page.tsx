/** The bucket browser: how the place stands, its folders and objects, one of them beside the list, what is moving below. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place, Places } from '../../../shared/contract/storage/places.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useStoragePlaces } from '../../app/streams.ts';
import { Empty } from '../../ui/empty.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { BrowsePlace } from './browse-place.tsx';
import { Dialogs } from './dialogs.tsx';
import { BucketOverview } from './places/bucket-overview.tsx';
import { AddProfileButton, PlacesPane } from './places/places-pane.tsx';
import classes from './storage.module.css';

/** The page of `/storage`. */
export function StoragePage() {
  const { t } = useTranslation();
  const { value, failure } = useStoragePlaces();
  if (value) return <Chosen places={value} />;
  return failure ? (
    <FailureView failure={failure} />
  ) : (
    <Waiting words={t('storage.title')} rows={10} isPage />
  );
}

/** The buckets of a profile, kept for a while. */
export function useBuckets(profile: string | undefined) {
  return useQuery({
    queryKey: ['storage', 'buckets', profile],
    queryFn: ({ signal }) => core.storage.buckets({ profile: profile ?? '' }, { signal }),
    enabled: profile !== undefined,
  });
}

function Chosen({ places }: { readonly places: Places }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/storage' });
  const profile =
    places.profiles.find((one) => one.id === (search.profile ?? places.home?.profile)) ?? places.profiles[0];
  const buckets = useBuckets(profile?.id);
  const bucket = search.bucket;
  const home = places.home;

  // Without an address one begins at home; with a profile alone, among its buckets.
  useEffect(() => {
    if (search.profile !== undefined || !home) return;
    const { profile, bucket, prefix } = home;
    void navigate({
      to: '/storage',
      search: { profile, bucket, ...(prefix ? { prefix } : {}) },
      replace: true,
    });
  }, [search.profile, home, navigate]);

  if (!profile) {
    return (
      <>
        <h1 className="visually-hidden">{t('storage.title')}</h1>
        <Empty title={t('storage.places.none')} text={t('storage.places.noneHint')}>
          <AddProfileButton />
        </Empty>
        <Dialogs places={places} />
      </>
    );
  }
  const place: Place | undefined =
    bucket === undefined ? undefined : { profile: profile.id, bucket, prefix: search.prefix ?? '' };
  return (
    <div className={classes.page}>
      <PlacesPane places={places} profile={profile} place={place} buckets={buckets} />
      {place ? (
        <BrowsePlace places={places} profile={profile} place={place} buckets={buckets.data} />
      ) : (
        <BucketOverview profile={profile} buckets={buckets} />
      )}
      <Dialogs places={places} />
    </div>
  );
}
