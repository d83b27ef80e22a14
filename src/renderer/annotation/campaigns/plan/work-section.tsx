/** How the work is shared out: batches, items that several code, hidden controls, the deadline. */
import { Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PlanPreview } from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { formatNumber } from '../../../ui/format.ts';
import classes from '../campaigns.module.css';
import { namesIn } from './names.ts';
import { AmountField, Section, type SectionProps } from './section.tsx';

/** The numbers, and what they come to for each person. */
export function WorkSection({
  draft,
  change,
  preview,
}: SectionProps & { readonly preview: PlanPreview | undefined }) {
  const { t } = useTranslation();
  return (
    <Section name="work">
      <div className={classes.fields}>
        <AmountField
          label={t('annotation.plan.work.batchSize')}
          value={draft.batchSize}
          min={1}
          max={500}
          onChange={(batchSize) => change({ batchSize })}
        />
        <AmountField
          label={t('annotation.plan.work.overlapShare')}
          value={draft.overlapShare}
          max={100}
          suffix=" %"
          onChange={(overlapShare) => change({ overlapShare })}
        />
        <AmountField
          label={t('annotation.plan.work.overlapAnnotators')}
          value={draft.overlapAnnotators}
          min={1}
          onChange={(overlapAnnotators) => change({ overlapAnnotators })}
        />
        <AmountField
          label={t('annotation.plan.work.calibration')}
          value={draft.calibration}
          onChange={(calibration) => change({ calibration })}
        />
        <AmountField
          label={t('annotation.plan.work.controls')}
          value={draft.controls}
          onChange={(controls) => change({ controls })}
        />
      </div>
      <p className={classes.note}>{t('annotation.plan.work.hint')}</p>
      <Codings preview={preview} people={namesIn(draft.annotators).length} />
      <div className={classes.fields}>
        <TextInput
          type="date"
          label={t('annotation.facts.deadline')}
          value={draft.deadline}
          onChange={(event) => change({ deadline: event.currentTarget.value })}
        />
        <AmountField
          label={t('annotation.plan.work.claimHours')}
          value={draft.claimHours}
          min={1}
          suffix=" h"
          onChange={(claimHours) => change({ claimHours })}
        />
      </div>
      <Checkbox
        label={t('annotation.plan.work.stealing')}
        description={t('annotation.plan.work.stealingHint')}
        checked={draft.stealing}
        onChange={(event) => change({ stealing: event.currentTarget.checked })}
      />
    </Section>
  );
}

/** Codings in all and for each person. */
function Codings({
  preview,
  people,
}: {
  readonly preview: PlanPreview | undefined;
  readonly people: number;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!preview || preview.codings === 0 || people === 0) return null;
  return (
    <p className={classes.line}>
      {t('annotation.plan.work.codings', {
        codings: formatNumber(preview.codings, language),
        each: formatNumber(Math.ceil(preview.codings / people), language),
      })}
    </p>
  );
}
