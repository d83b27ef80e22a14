/** What lies below a folder, and who may read it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../../shared/contract/storage/places.ts';
import { FailureView } from '../../../app/failure-view.tsx';
import { failureOf } from '../../../app/failures.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import pairs from '../../../ui/ui.module.css';
import { useBrowse } from '../browse-context.ts';
import { useBrowseStore } from '../browse-store.ts';
import { usePublicity } from '../dialogs/use-publicity.ts';
import { s3Address } from '../place-address.ts';
import classes from '../storage.module.css';
import { useMeasure } from '../use-measure.ts';
import { counted, exactBytes } from '../words.ts';
import { PublicMark } from './public-mark.tsx';

/** Counted on purpose: a large folder takes many requests. */
export function FolderFacts({ place }: { readonly place: Place }) {
  const { t } = useTranslation();
  const { isOffline } = useBrowse();
  const [isCounting, setCounting] = useState(false);
  const ask = useBrowseStore((store) => store.ask);
  const publicity = usePublicity(place);
  return (
    <dl className={pairs.pairs}>
      <dt>{t('storage.detail.address')}</dt>
      <dd>
        {s3Address(place.bucket, place.prefix)} <CopyButton text={s3Address(place.bucket, place.prefix)} />
      </dd>
      <dt>{t('storage.detail.below')}</dt>
      <dd>
        {isCounting ? (
          <Amount place={place} onStop={() => setCounting(false)} />
        ) : (
          <Button size="compact-sm" disabled={isOffline} onClick={() => setCounting(true)}>
            {t('storage.actions.size')}
          </Button>
        )}
      </dd>
      <dt>{t('storage.detail.readers')}</dt>
      <dd className={classes.stack}>
        {publicity.data && <PublicMark publicity={publicity.data} />}
        {publicity.error && <FailureView failure={failureOf(publicity.error)} compact />}
        <span>
          <Button size="compact-sm" disabled={isOffline} onClick={() => ask({ kind: 'publish', place })}>
            {t('storage.actions.publish')}
          </Button>
        </span>
      </dd>
    </dl>
  );
}

function Amount({ place, onStop }: { readonly place: Place; readonly onStop: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { profile, bucket, prefix } = place;
  const { objects, bytes, done, failure } = useMeasure({ kind: 'rows', profile, bucket, keys: [prefix] });
  const amount = t('storage.measure.amount', {
    ...counted(objects, language),
    bytes: exactBytes(bytes, language),
  });
  return (
    <span className="num" role="status">
      {!done && !failure && <StateMark tone="busy" word="" />}
      {done ? amount : t('storage.measure.soFar', { amount })}{' '}
      {failure && <FailureView failure={failure} compact />}
      {!done && (
        <Button size="compact-sm" variant="subtle" onClick={onStop}>
          {t('storage.measure.stop')}
        </Button>
      )}
    </span>
  );
}
