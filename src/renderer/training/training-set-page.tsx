/** Making a training set: what it is made of on the left, what comes of it on the right. */
import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignSummary } from '../../shared/contract/annotation/campaigns.ts';
import type { Place } from '../../shared/contract/storage/places.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useLanguage } from '../app/language/setup.ts';
import { announce, attempt } from '../app/notices.ts';
import { useCampaigns, useStoragePlaces } from '../app/streams.ts';
import { formatNumber } from '../ui/format.ts';
import classes from '../ui/list-page.module.css';
import { Waiting } from '../ui/waiting.tsx';
import { draftOf, firstForm, keyOf, problemOf } from './set/set-draft.ts';
import { SetFields } from './set/set-fields.tsx';
import { SetPreview } from './set/set-preview.tsx';

type Preview = Awaited<ReturnType<typeof core.training.previewTrainingSet>>;

/** The page of `/training/set`. */
export function TrainingSetPage() {
  const { t } = useTranslation();
  const { value: campaigns, failure } = useCampaigns();
  const { value: places } = useStoragePlaces();
  const { home } = places ?? {};
  if (campaigns && !campaigns.loading && home) {
    const { profile, bucket, prefix } = home;
    return <Maker campaigns={campaigns.campaigns} at={{ profile, bucket, prefix }} />;
  }
  return failure ? (
    <FailureView failure={failure} />
  ) : (
    <Waiting words={t('training.looking')} rows={6} isPage />
  );
}

function Maker({ campaigns, at }: { readonly campaigns: readonly CampaignSummary[]; readonly at: Place }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { profile, bucket, prefix } = useSearch({ from: '/training/set' });
  const from = profile && bucket && prefix ? keyOf({ profile, bucket, prefix }) : undefined;
  const [form, setForm] = useState(() => firstForm(campaigns, new Date().toISOString().slice(0, 10), from));
  const [preview, setPreview] = useState<Preview>();
  const [busy, setBusy] = useState<'preview' | 'make'>();
  const isReady = problemOf(form) === undefined;
  // A project's set belongs to the project: where its first campaign lies.
  const first = campaigns.find((one) => keyOf(one.at) === form.campaigns[0]);
  const place = first ? { ...first.at, prefix: first.at.prefix.replace(/campaigns\/[^/]+\/$/, '') } : at;
  const draft = draftOf(form, campaigns, place);
  const look = async () => {
    setBusy('preview');
    setPreview(await attempt(() => core.training.previewTrainingSet(draft)));
    setBusy(undefined);
  };
  const make = async () => {
    setBusy('make');
    const made = await attempt(() => core.training.makeTrainingSet(draft));
    setBusy(undefined);
    if (!made) return;
    announce(t('training.set.made', { name: made.set.draft.name }));
    void navigate({ to: '/training', search: { tab: 'sets' } });
  };
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('training.set.title')}</h1>
        <span className={classes.summary}>{t('training.set.summary')}</span>
        <Button
          variant={preview ? 'default' : 'filled'}
          size="sm"
          disabled={!isReady}
          loading={busy === 'preview'}
          onClick={() => void look()}
        >
          {t('training.set.preview')}
        </Button>
        {preview && (
          <Button variant="filled" size="sm" loading={busy === 'make'} onClick={() => void make()}>
            {t('training.set.make', {
              number: formatNumber(preview.counts.train + preview.counts.test, language),
            })}
          </Button>
        )}
      </div>
      <div className={classes.body}>
        <div className={classes.content}>
          <SetFields
            form={form}
            campaigns={campaigns}
            onChange={(change) => {
              setForm({ ...form, ...change });
              setPreview(undefined);
            }}
          />
        </div>
      </div>
      {preview && <SetPreview preview={preview} />}
    </div>
  );
}
