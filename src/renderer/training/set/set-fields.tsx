/** What a training set is made of. */
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignSummary } from '../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useNomenclatures } from '../../app/streams.ts';
import classes from '../../ui/list-page.module.css';
import { keyOf, problemOf, type SetForm } from './set-draft.ts';

export interface SetFieldsProps {
  readonly form: SetForm;
  readonly campaigns: readonly CampaignSummary[];
  readonly onChange: (change: Partial<SetForm>) => void;
}

/** From the campaigns to the seed. */
export function SetFields({ form, campaigns, onChange }: SetFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        className={classes.field ?? ''}
        label={t('training.set.name')}
        description={t('training.set.nameHint')}
        error={problemOf(form) === 'name'}
        value={form.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        data-autofocus
      />
      <Campaigns
        label={t('training.set.campaigns')}
        hint={t('training.set.campaignsHint')}
        none={t('training.set.noCampaigns')}
        campaigns={campaigns.filter(({ campaign }) => campaign.purpose === 'training')}
        chosen={form.campaigns}
        onChoose={(chosen) => onChange({ campaigns: chosen })}
      />
      <Campaigns
        label={t('training.set.gold')}
        hint={t('training.set.goldHint')}
        none={t('training.set.noGold')}
        campaigns={campaigns.filter(({ campaign }) => campaign.purpose === 'gold')}
        chosen={form.gold}
        onChoose={(gold) => onChange({ gold })}
      />
      <Codes form={form} onChange={onChange} />
      <Texts form={form} onChange={onChange} />
    </>
  );
}

function Campaigns(props: {
  readonly label: string;
  readonly hint: string;
  readonly none: string;
  readonly campaigns: readonly CampaignSummary[];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}) {
  const { label, hint, none, campaigns, chosen, onChoose } = props;
  return (
    <Checkbox.Group label={label} description={hint} value={[...chosen]} onChange={onChoose}>
      <div className={classes.section} style={{ marginTop: 8 }}>
        {campaigns.map(({ at, campaign }) => (
          <Checkbox
            key={keyOf(at)}
            value={keyOf(at)}
            label={campaign.title}
            description={campaign.nomenclature.id}
          />
        ))}
        {campaigns.length === 0 && <p className={classes.note}>{none}</p>}
      </div>
    </Checkbox.Group>
  );
}

type PartProps = Pick<SetFieldsProps, 'form' | 'onChange'>;

function Codes({ form, onChange }: PartProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { value } = useNomenclatures();
  const nomenclatures = (value?.nomenclatures ?? []).map(({ id, titles }) => ({
    value: id,
    label: titles[language] ?? titles.fr ?? titles.en ?? id,
  }));
  return (
    <div className={classes.fields}>
      <NativeSelect
        label={t('training.set.nomenclature')}
        value={form.nomenclature}
        onChange={(event) => onChange({ nomenclature: event.currentTarget.value })}
        data={nomenclatures}
      />
      <NativeSelect
        label={t('training.set.multivocal')}
        value={form.multivocal}
        onChange={(event) => onChange({ multivocal: event.currentTarget.value as SetForm['multivocal'] })}
        data={(['leave-out', 'refuse'] as const).map((each) => ({
          value: each,
          label: t(`training.set.multivocals.${each}`),
        }))}
      />
      <NativeSelect
        label={t('training.set.titles')}
        value={form.titles}
        onChange={(event) => onChange({ titles: event.currentTarget.value as SetForm['titles'] })}
        data={(['none', 'missing', 'all'] as const).map((each) => ({
          value: each,
          label: t(`training.set.titlesOf.${each}`),
        }))}
      />
    </div>
  );
}

function Texts({ form, onChange }: PartProps) {
  const { t } = useTranslation();
  const number = (value: string | number, least: number) => (value === '' ? least : Number(value));
  return (
    <>
      <div className={classes.fields}>
        <NativeSelect
          label={t('training.set.profile')}
          value={form.cleaning}
          onChange={(event) => onChange({ cleaning: event.currentTarget.value as SetForm['cleaning'] })}
          data={(['ape-v1', 'none'] as const).map((each) => ({
            value: each,
            label: t(`training.set.profiles.${each}`),
          }))}
        />
        <NumberInput
          label={t('training.set.testShare')}
          min={0}
          max={50}
          w={180}
          value={form.testShare}
          onChange={(value) => onChange({ testShare: number(value, 0) })}
        />
        <NumberInput
          label={t('training.set.seed')}
          w={140}
          allowDecimal={false}
          value={form.seed}
          onChange={(value) => onChange({ seed: number(value, 1) })}
        />
      </div>
      <Checkbox
        label={t('training.set.withVariables')}
        checked={form.withVariables}
        onChange={(event) => onChange({ withVariables: event.currentTarget.checked })}
      />
    </>
  );
}
