/** All that is known of an object; metadata and tags can be changed. */
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ObjectDetails } from '../../../../shared/contract/storage/objects.ts';
import type { ObjectRef } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import pairs from '../../../ui/ui.module.css';
import { Waiting } from '../../../ui/waiting.tsx';
import { useBrowse } from '../browse-context.ts';
import { s3Address } from '../place-address.ts';
import classes from '../storage.module.css';
import { exactBytes, formatEnd } from '../words.ts';
import { PairsEditor } from './pairs-editor.tsx';

/** Facts in pairs, then metadata, then tags. */
export function ObjectFacts({ object }: { readonly object: ObjectRef }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { isOffline, source } = useBrowse();
  const queryKey = ['storage', 'details', object];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => core.storage.details(object, { signal }),
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  if (!data) return <Waiting words={t('storage.detail.tabs.details')} rows={6} />;
  const isOld = object.versionId !== undefined;
  const again = async () => {
    await queries.invalidateQueries({ queryKey });
    source?.reload();
  };
  return (
    <>
      <Facts object={object} details={data} />
      <PairsEditor
        key={`metadata ${data.etag}`}
        title={t('storage.detail.metadata')}
        hint={t('storage.detail.metadataHint')}
        pairs={data.metadata}
        canChange={!isOld && !isOffline}
        kind="metadata"
        onSave={async (metadata) => {
          await core.storage.setMetadata({
            ...object,
            etag: data.etag,
            contentType: data.contentType,
            metadata,
          });
          await again();
        }}
      />
      {data.tags ? (
        <PairsEditor
          key={`tags ${JSON.stringify(data.tags)}`}
          title={t('storage.detail.tags')}
          hint={t('storage.detail.tagsHint')}
          pairs={data.tags}
          canChange={!isOffline}
          kind="tags"
          onSave={async (tags) => {
            await core.storage.setTags({ ...object, tags });
            await again();
          }}
        />
      ) : (
        <p className="quiet">{t('storage.detail.noTags')}</p>
      )}
      <div>
        <Button size="compact-sm" variant="subtle" onClick={() => void refetch()}>
          {t('words.reload')}
        </Button>
      </div>
    </>
  );
}

function Facts({ object, details }: { readonly object: ObjectRef; readonly details: ObjectDetails }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const address = s3Address(object.bucket, object.key);
  const { checksum } = details;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('storage.columns.size'), exactBytes(details.size, language)],
    [t('storage.columns.modified'), formatEnd(details.modified, language)],
    [t('storage.detail.type'), details.contentType],
    [t('storage.detail.encoding'), details.contentEncoding],
    [t('storage.detail.cache'), details.cacheControl],
    [t('storage.columns.storageClass'), details.storageClass],
    [t('storage.detail.etag'), details.etag],
    [t('storage.detail.checksum'), checksum && `${checksum.algorithm} ${checksum.value}`],
    [t('storage.detail.version'), details.versionId],
    [t('storage.detail.encryption'), details.encryption],
  ];
  return (
    <dl className={`${pairs.pairs} ${classes.facts}`}>
      <dt>{t('storage.detail.address')}</dt>
      <dd>
        {address} <CopyButton text={address} />
      </dd>
      {facts.map(
        ([name, value]) =>
          value !== undefined &&
          value !== '' && (
            <div key={name} className={classes.pair}>
              <dt>{name}</dt>
              <dd className="num">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
