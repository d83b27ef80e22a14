/** What the campaign is called, where its files lie, and whose texts it keeps out. */
import { Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignSummary } from '../../../../shared/contract/annotation/campaigns.ts';
import { useStoragePlaces } from '../../../app/streams.ts';
import { refKey, s3Address } from '../campaign-ref.ts';
import classes from '../campaigns.module.css';
import { placeOf } from '../files/object-path.ts';
import { PathField } from '../files/path-field.tsx';
import { folderName, isApart } from './plan-of.ts';
import { Section, type SectionProps } from './section.tsx';

/** Title, folder; the campaigns whose texts are not drawn, those of the other purpose from the start. */
export function PlaceSection({
  draft,
  change,
  campaigns,
}: SectionProps & { readonly campaigns: readonly CampaignSummary[] }) {
  const { t } = useTranslation();
  const profiles = useStoragePlaces().value?.profiles ?? [];
  const place = placeOf(draft.folder, profiles);
  const name = folderName(draft);
  return (
    <Section name="place">
      <TextInput
        label={t('annotation.plan.place.title')}
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        autoComplete="off"
      />
      <div className={classes.fields}>
        <div className={classes.grow}>
          <PathField
            label={t('annotation.plan.place.folder')}
            value={draft.folder}
            onChange={(folder) => change({ folder })}
            wants="folder"
            field="folder"
            description={t('annotation.plan.place.folderHint')}
          />
        </div>
        <TextInput
          label={t('annotation.plan.place.id')}
          description={t('annotation.plan.place.idHint')}
          data-field="id"
          value={name}
          onChange={(event) => change({ id: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      {place && name && (
        <p className={classes.note}>
          {t('annotation.plan.place.files')}{' '}
          <code className={classes.code}>{`${s3Address(place)}campaigns/${name}/`}</code>
        </p>
      )}
      {campaigns.length > 0 && (
        <fieldset className={classes.group}>
          <legend>{t('annotation.plan.place.apart')}</legend>
          <p className={classes.note}>{t('annotation.plan.place.apartHint')}</p>
          {campaigns.map((one) => (
            <Checkbox
              key={refKey(one.at)}
              label={`${one.campaign.title} (${t(`annotation.purposes.${one.campaign.purpose}`)})`}
              checked={isApart(draft, one)}
              onChange={(event) =>
                change({ apart: { ...draft.apart, [refKey(one.at)]: event.currentTarget.checked } })
              }
            />
          ))}
        </fieldset>
      )}
    </Section>
  );
}
