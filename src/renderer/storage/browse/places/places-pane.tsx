/** Left of the list: profiles, buckets, bookmarks. */
import { ActionIcon, Button, Drawer, Menu } from '@mantine/core';
import { IconBookmark, IconBucket, IconDots, IconPlus, IconX } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bucket, Buckets, Place, Places, Profile } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { formatMoment } from '../../../ui/format.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { useBrowseStore } from '../browse-store.ts';
import classes from '../storage.module.css';

export interface PlacesPaneProps {
  readonly places: Places;
  readonly profile: Profile;
  readonly place: Place | undefined;
  readonly buckets: UseQueryResult<Buckets>;
}

/** The pane; on a narrow screen a button that opens it. */
export function PlacesPane(props: PlacesPaneProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const asked = useBrowseStore((store) => store.asked);
  const { href } = useLocation();
  // Whatever was chosen in it, it has done its work.
  useEffect(() => setOpen(false), [href, asked]);
  return (
    <>
      <nav className={classes.places} aria-label={t('storage.places.title')}>
        <Content {...props} />
      </nav>
      <div className={classes.placesButton}>
        <Button size="compact-sm" leftSection={<IconBucket size={16} />} onClick={() => setOpen(true)}>
          {t('storage.places.title')}
        </Button>
      </div>
      {isOpen && (
        <Drawer
          opened
          onClose={() => setOpen(false)}
          title={t('storage.places.title')}
          size="xs"
          closeButtonProps={{ 'aria-label': t('words.close') }}
        >
          <Content {...props} />
        </Drawer>
      )}
    </>
  );
}

function Content({ places, profile, place, buckets }: PlacesPaneProps) {
  const { t } = useTranslation();
  const ask = useBrowseStore((store) => store.ask);
  const bookmarks = places.bookmarks.filter((one) => places.profiles.some((each) => each.id === one.profile));
  return (
    <>
      <Head
        title={t('storage.places.profiles')}
        add={t('storage.places.addProfile')}
        onAdd={() => ask({ kind: 'profile', profile: undefined })}
      />
      <ul className={classes.placeList}>
        {places.profiles.map((one) => (
          <ProfileItem key={one.id} profile={one} isCurrent={one.id === profile.id} />
        ))}
      </ul>
      <Head
        title={t('storage.places.buckets')}
        add={t('storage.places.createBucket')}
        onAdd={() => ask({ kind: 'createBucket', profile })}
      />
      <BucketLists profile={profile} place={place} buckets={buckets} />
      {bookmarks.length > 0 && (
        <>
          <Head title={t('storage.places.bookmarks')} />
          <ul className={classes.placeList}>
            {bookmarks.map((one) => (
              <li key={`${one.profile}\n${one.bucket}\n${one.prefix}`}>
                <Link
                  to="/storage"
                  search={{
                    profile: one.profile,
                    bucket: one.bucket,
                    ...(one.prefix ? { prefix: one.prefix } : {}),
                  }}
                  className={classes.placeLink}
                  activeOptions={{ includeSearch: true, exact: true }}
                  title={`${one.bucket}/${one.prefix}`}
                  aria-current={
                    place?.profile === one.profile &&
                    place.bucket === one.bucket &&
                    place.prefix === one.prefix
                      ? 'page'
                      : undefined
                  }
                >
                  <IconBookmark size={16} aria-hidden="true" />
                  <span className={classes.placeName}>{one.title}</span>
                </Link>
                {one.from === 'own' && (
                  <ActionIcon
                    size={24}
                    aria-label={t('storage.places.removeBookmark', { name: one.title })}
                    onClick={() =>
                      void attempt(() =>
                        core.storage.removeBookmark({
                          profile: one.profile,
                          bucket: one.bucket,
                          prefix: one.prefix,
                        }),
                      )
                    }
                  >
                    <IconX size={14} />
                  </ActionIcon>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Head({
  title,
  add,
  onAdd,
}: {
  readonly title: string;
  readonly add?: string;
  readonly onAdd?: () => void;
}) {
  return (
    <div className={classes.placesHead}>
      <h2>{title}</h2>
      {onAdd && (
        <ActionIcon size={24} aria-label={add} title={add} onClick={onAdd}>
          <IconPlus size={16} />
        </ActionIcon>
      )}
    </div>
  );
}

function ProfileItem({ profile, isCurrent }: { readonly profile: Profile; readonly isCurrent: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const ask = useBrowseStore((store) => store.ask);
  const isOver = profile.expiresAt !== undefined && profile.expiresAt <= Date.now();
  return (
    <li>
      <Link
        to="/storage"
        search={{ profile: profile.id }}
        className={classes.placeLink}
        activeOptions={{ includeSearch: true, exact: true }}
        title={profile.endpoint}
        aria-current={isCurrent ? 'true' : undefined}
      >
        <span className={classes.placeName}>
          {profile.name}
          <span className={classes.placeNote}>
            {t(`storage.places.kinds.${profile.kind}`)}
            {profile.expiresAt !== undefined &&
              ` · ${t(isOver ? 'storage.places.keysEnded' : 'storage.places.keysEnd', {
                time: formatMoment(profile.expiresAt, Date.now(), language),
              })}`}
          </span>
        </span>
      </Link>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={24} aria-label={t('storage.places.actionsOf', { name: profile.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => ask({ kind: 'dialect', profile })}>{t('storage.places.tryIt')}</Menu.Item>
          {profile.kind !== 'platform' && (
            <>
              <Menu.Item onClick={() => ask({ kind: 'profile', profile })}>
                {t('storage.places.change')}
              </Menu.Item>
              <Menu.Item
                onClick={() => void attempt(() => core.storage.removeProfile({ profile: profile.id }))}
              >
                {t('storage.places.removeProfile')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

function BucketLists({ profile, place, buckets }: Omit<PlacesPaneProps, 'places'>) {
  const { t } = useTranslation();
  const { data, error } = buckets;
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void buckets.refetch()} compact />;
  if (!data) return <Waiting words={t('storage.places.buckets')} rows={3} />;
  const groups = (['mine', 'group', 'other'] as const)
    .map((owner) => ({ owner, members: data.buckets.filter((one) => one.owner === owner) }))
    .filter(({ members }) => members.length > 0);
  return (
    <>
      {data.problem && <FailureView failure={data.problem} compact />}
      {groups.map(({ owner, members }) => (
        <div key={owner}>
          {(groups.length > 1 || owner !== 'mine') && (
            <h3 className={classes.ownerHead}>{t(`storage.places.owners.${owner}`)}</h3>
          )}
          <ul className={classes.placeList}>
            {members.map((one) => (
              <BucketItem
                key={one.name}
                bucket={one}
                profile={profile}
                isCurrent={place?.bucket === one.name}
              />
            ))}
          </ul>
        </div>
      ))}
      {data.buckets.length === 0 && <p className={classes.placesNote}>{t('storage.places.noBuckets')}</p>}
    </>
  );
}

function BucketItem({
  bucket,
  profile,
  isCurrent,
}: {
  readonly bucket: Bucket;
  readonly profile: Profile;
  readonly isCurrent: boolean;
}) {
  return (
    <li>
      <Link
        to="/storage"
        search={{ profile: profile.id, bucket: bucket.name }}
        className={classes.placeLink}
        activeOptions={{ includeSearch: true, exact: true }}
        title={bucket.name}
        aria-current={isCurrent ? 'page' : undefined}
      >
        <IconBucket size={16} aria-hidden="true" />
        <span className={classes.placeName}>{bucket.name}</span>
      </Link>
    </li>
  );
}

/** Opens the dialog for a profile of one's own. */
export function AddProfileButton() {
  const { t } = useTranslation();
  const ask = useBrowseStore((store) => store.ask);
  return (
    <Button variant="filled" onClick={() => ask({ kind: 'profile', profile: undefined })}>
      {t('storage.places.addProfile')}
    </Button>
  );
}
