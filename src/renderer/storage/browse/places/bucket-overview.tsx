/** A profile without a chosen bucket: its buckets as rows. */
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Buckets, Profile } from '../../../../shared/contract/storage/places.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { Empty } from '../../../ui/empty.tsx';
import { formatMoment } from '../../../ui/format.ts';
import { ToneIcon } from '../../../ui/state-mark.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { useBrowseStore } from '../browse-store.ts';
import classes from '../storage.module.css';
import { counted, formatWhen } from '../words.ts';
import { TransfersLine } from '../../transfers/transfers-line.tsx';

/** First line and a table. */
export function BucketOverview({
  profile,
  buckets,
}: {
  readonly profile: Profile;
  readonly buckets: UseQueryResult<Buckets>;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const ask = useBrowseStore((store) => store.ask);
  const { data, error } = buckets;
  return (
    <div className={classes.mainBox}>
      <section className={classes.main}>
        <header className={classes.head}>
          <h1 className={classes.title}>{profile.name}</h1>
          <span className={`${classes.summary} num`}>
            {data ? t('storage.places.bucketCount', counted(data.buckets.length, language)) : ''}
            <span className="quiet"> · {profile.endpoint}</span>
          </span>
          <Button size="compact-sm" variant="filled" onClick={() => ask({ kind: 'createBucket', profile })}>
            {t('storage.places.createBucket')}
          </Button>
        </header>
        {data?.state === 'stored' && (
          <div className={classes.standing}>
            <div className={classes.standingLine}>
              <ToneIcon tone="warn" />
              {t('storage.standing.stored', { time: formatMoment(data.asOf, Date.now(), language) })}
            </div>
          </div>
        )}
        <div className={classes.scrolling}>
          {error && <FailureView failure={failureOf(error)} onRetry={() => void buckets.refetch()} />}
          {data?.problem && <FailureView failure={data.problem} onRetry={() => void buckets.refetch()} />}
          {!data && !error && <Waiting words={t('storage.places.buckets')} rows={6} />}
          {data && data.buckets.length === 0 && !data.problem && (
            <Empty title={t('storage.places.noBuckets')} text={t('storage.places.noBucketsHint')} />
          )}
          {data && data.buckets.length > 0 && <BucketTable profile={profile} buckets={data} />}
        </div>
        <TransfersLine />
      </section>
    </div>
  );
}

function BucketTable({ profile, buckets }: { readonly profile: Profile; readonly buckets: Buckets }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const press = (event: React.KeyboardEvent<HTMLTableRowElement>, bucket: string) => {
    const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') open(bucket);
    else if (by === undefined) return;
    else {
      const { nextElementSibling, previousElementSibling } = event.currentTarget;
      const other = by > 0 ? nextElementSibling : previousElementSibling;
      if (other instanceof HTMLElement) other.focus();
    }
    event.preventDefault();
  };
  const open = (bucket: string) => void navigate({ to: '/storage', search: { profile: profile.id, bucket } });
  return (
    <table className={classes.table} aria-label={t('storage.places.bucketsOf', { name: profile.name })}>
      <thead>
        <tr>
          <th scope="col">{t('storage.columns.name')}</th>
          <th scope="col">{t('storage.places.owner')}</th>
          <th scope="col">{t('storage.places.versioning')}</th>
          <th scope="col" data-number>
            {t('storage.places.created')}
          </th>
        </tr>
      </thead>
      <tbody>
        {buckets.buckets.map((one, index) => (
          <tr
            key={one.name}
            tabIndex={index === 0 ? 0 : -1}
            onClick={() => open(one.name)}
            onKeyDown={(event) => press(event, one.name)}
          >
            <td>{one.name}</td>
            <td>{t(`storage.places.owners.${one.owner}`)}</td>
            <td>{t(`storage.places.versions.${one.versioning ?? 'unknown'}`)}</td>
            <td data-number>{one.createdAt ? formatWhen(one.createdAt, Date.now(), language) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
