/** All versions of an object: looked at, fetched, brought back, deleted for good. */
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ObjectVersion } from '../../../../shared/contract/storage/objects.ts';
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { formatBytes } from '../../../ui/format.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { useBrowse } from '../browse-context.ts';
import { useBrowseStore } from '../browse-store.ts';
import { nameOf } from '../place-address.ts';
import classes from '../storage.module.css';
import { formatWhen } from '../words.ts';

/** A list, newest first. */
export function ObjectVersions({ object }: { readonly object: ObjectRef }) {
  const { t } = useTranslation();
  const { bucket, view } = useBrowse();
  const { profile, bucket: name, key } = object;
  const { data, error, refetch } = useQuery({
    queryKey: ['storage', 'versions', profile, name, key, view.reading],
    queryFn: ({ signal }) => core.storage.versions({ profile, bucket: name, key }, { signal }),
    placeholderData: (before) => before,
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting words={t('storage.detail.tabs.versions')} rows={4} />;
  return (
    <>
      {bucket?.versioning !== undefined && bucket.versioning !== 'on' && bucket.versioning !== 'unknown' && (
        <p className="quiet">{t('storage.detail.notVersioned')}</p>
      )}
      <ul className={classes.versionList}>
        {data.map((version) => (
          <Version key={version.versionId} object={{ profile, bucket: name, key }} version={version} />
        ))}
      </ul>
    </>
  );
}

function Version({ object, version }: { readonly object: ObjectRef; readonly version: ObjectVersion }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const { show, isOffline, place, source, places } = useBrowse();
  const ask = useBrowseStore((store) => store.ask);
  const { versionId, deleted, latest } = version;
  const target = {
    selection: {
      kind: 'rows' as const,
      profile: object.profile,
      bucket: object.bucket,
      keys: [object.key],
      versions: [{ key: object.key, versionId }],
    },
    tally: { count: 1, folders: 0, bytes: version.size ?? 0 },
    name: nameOf(object.key),
    place,
  };
  const restore = async () => {
    const done = await attempt(() => core.storage.restoreVersion({ ...object, versionId }));
    if (!done) return;
    await queries.invalidateQueries({ queryKey: ['storage', 'versions'] });
    source?.reload();
  };
  return (
    <li data-gone={deleted}>
      <div className={classes.versionLine}>
        <StateMark
          tone={deleted ? 'bad' : latest ? 'good' : 'paused'}
          word={t(deleted ? 'storage.list.deleted' : latest ? 'storage.list.newest' : 'storage.list.older')}
        />
        <span className="num">{formatWhen(version.modified, Date.now(), language)}</span>
        <span className="num quiet">
          {version.size === undefined ? '' : formatBytes(version.size, language)}
        </span>
      </div>
      <div className={classes.buttons}>
        {!deleted && (
          <>
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => show(object.key, latest ? {} : { version: versionId })}
            >
              {t('storage.detail.look')}
            </Button>
            <Button
              size="compact-sm"
              variant="subtle"
              disabled={isOffline || places.forbidsExports}
              onClick={() => ask({ kind: 'download', target })}
            >
              {t('storage.actions.download')}
            </Button>
          </>
        )}
        {(!latest || deleted) && (
          <Button size="compact-sm" variant="subtle" disabled={isOffline} onClick={() => void restore()}>
            {t(deleted ? 'storage.detail.undelete' : 'storage.detail.restore')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={isOffline}
          onClick={() => ask({ kind: 'remove', target, versions: false })}
        >
          {t('storage.detail.removeVersion')}
        </Button>
      </div>
    </li>
  );
}
