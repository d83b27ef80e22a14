/** Makes a folder readable by everyone, or no longer. */
import { Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { core } from '../../../app/core.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { CodeBox } from '../../../ui/code-box.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { formatBytes } from '../../../ui/format.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { PublicMark } from '../detail/public-mark.tsx';
import classes from '../storage.module.css';
import { useMeasure } from '../use-measure.ts';
import { counted } from '../words.ts';
import { publicityKey, usePublicity } from './use-publicity.ts';

/** The state, what would change, the button. */
export function PublishDialog({ place, onClose }: { readonly place: Place; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const { data, error, refetch } = usePublicity(place);
  const where = `${place.bucket}/${place.prefix}`;
  const { objects, bytes, done } = useMeasure({
    kind: 'rows',
    profile: place.profile,
    bucket: place.bucket,
    keys: [place.prefix],
  });
  const amount = t('storage.measure.amount', {
    ...counted(objects, language),
    bytes: formatBytes(bytes, language),
  });
  const set = async (on: boolean) => {
    const next = await attempt(() => core.storage.setPublic({ ...place, on }));
    if (next) queries.setQueryData(publicityKey(place), next);
  };
  const isPublic = data?.state === 'public';
  return (
    <Dialog title={t('storage.publish.title', { name: where })} onClose={onClose}>
      <div className={classes.form}>
        {error && <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting words={t('storage.publish.asking')} rows={2} />}
        {data && (
          <>
            <PublicMark publicity={data} />
            {data.problem && <FailureView failure={data.problem} compact />}
            {data.address !== undefined && isPublic && (
              <CodeBox text={data.address} label={t('storage.publish.address')} wrap />
            )}
            <p>{isPublic ? t('storage.publish.whenPrivate') : t('storage.publish.whenPublic', { where })}</p>
            <p className="num" role="status">
              {done ? amount : t('storage.measure.soFar', { amount })}
            </p>
            <p className="quiet">{t('storage.publish.rest')}</p>
          </>
        )}
        <Group justify="flex-end" gap={8}>
          <Button size="sm" onClick={onClose} data-autofocus>
            {t('words.close')}
          </Button>
          {data && data.state !== 'unknown' && (
            <>
              {data.state !== 'private' && (
                <Button
                  size="sm"
                  variant={isPublic ? 'filled' : 'default'}
                  disabled={data.by !== undefined && data.by !== place.prefix}
                  onClick={() => void set(false)}
                >
                  {t('storage.publish.makePrivate')}
                </Button>
              )}
              {!isPublic && (
                <Button size="sm" variant="filled" onClick={() => void set(true)}>
                  {t('storage.publish.makePublic')}
                </Button>
              )}
            </>
          )}
        </Group>
      </div>
    </Dialog>
  );
}
