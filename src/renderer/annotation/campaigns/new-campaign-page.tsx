/** Makes a campaign: one page of sections, beside it what they would draw. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';
import { useCampaigns, useSession, useStoragePlaces } from '../../app/streams.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { useNomenclature } from '../codes/use-nomenclature.ts';
import classes from './campaigns.module.css';
import { useDraft } from './plan/drafts.ts';
import { GuidelinesField } from './plan/guidelines-field.tsx';
import { NomenclatureSection } from './plan/nomenclature-section.tsx';
import { PeopleSection } from './plan/people-section.tsx';
import { PlaceSection } from './plan/place-section.tsx';
import { missingOf, planOf, type PlanGround } from './plan/plan-of.ts';
import { PreviewPane } from './plan/preview-pane.tsx';
import { PurposeSection } from './plan/purpose-section.tsx';
import { SamplingSection } from './plan/sampling-section.tsx';
import { Section } from './plan/section.tsx';
import { SourceSection } from './plan/source-section.tsx';
import { readingOf, usePreview } from './plan/use-preview.ts';
import { WorkSection } from './plan/work-section.tsx';

/** The page of `/annotation/new`. */
export function NewCampaignPage() {
  const { t } = useTranslation();
  const session = useSession();
  const places = useStoragePlaces();
  const campaigns = useCampaigns();
  // The draft begins with the person's name and folder: both are known first.
  const isKnown = session.value && (places.value ?? places.failure) && (campaigns.value ?? campaigns.failure);
  return isKnown ? <Maker /> : <Waiting words={t('annotation.plan.title')} rows={8} isPage />;
}

function Maker() {
  const { t } = useTranslation();
  const page = useDraft();
  const { draft, change } = page;
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const campaigns = useCampaigns().value?.campaigns ?? [];
  const { nomenclature } = useNomenclature(draft.nomenclature || undefined);
  const ground: PlanGround = { profiles, campaigns, levels: nomenclature?.levels.length };
  const shown = usePreview(draft, planOf(draft, ground));
  const { make, isMaking, failure } = useMaking(page, ground);
  const section = { draft, change };
  const { preview } = shown;
  return (
    <div className={classes.maker}>
      <div className={classes.head}>
        <h1>{t('annotation.plan.title')}</h1>
        <span className={classes.summary}>{t('annotation.plan.hint')}</span>
        {page.isChanged && <Button onClick={page.forget}>{t('annotation.plan.forget')}</Button>}
      </div>
      <div className={classes.sections}>
        <SourceSection {...section} />
        <PurposeSection {...section} />
        <NomenclatureSection {...section} />
        <SamplingSection {...section} preview={preview} />
        <PeopleSection {...section} />
        <WorkSection {...section} preview={preview} />
        <Section name="guidelines">
          <GuidelinesField value={draft.guidelines} onChange={(guidelines) => change({ guidelines })} />
        </Section>
        <PlaceSection {...section} campaigns={campaigns} />
      </div>
      <PreviewPane
        shown={shown}
        missing={missingOf(draft, ground)}
        isMaking={isMaking}
        failure={failure}
        onMake={() => void make()}
      />
    </div>
  );
}

/** Makes the campaign; the draft is forgotten only when its files are there. */
function useMaking({ draft, forget }: ReturnType<typeof useDraft>, ground: PlanGround) {
  const navigate = useNavigate();
  const [isMaking, setMaking] = useState(false);
  const [failure, setFailure] = useState<FailureData>();
  const make = async () => {
    const plan = planOf(draft, ground);
    const source = readingOf(draft);
    if (!plan || !source) return;
    setMaking(true);
    setFailure(undefined);
    try {
      const { at } = await core.annotation.createCampaign({ source, plan });
      await navigate({ to: '/annotation/campaign', search: at });
      forget();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setMaking(false);
    }
  };
  return { make, isMaking, failure };
}
