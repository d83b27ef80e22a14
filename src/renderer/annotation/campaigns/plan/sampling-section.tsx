/** Which texts are drawn, and how many. */
import { Checkbox, Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SamplingRequest, type PlanPreview } from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { formatNumber } from '../../../ui/format.ts';
import classes from '../campaigns.module.css';
import type { PlanDraft } from './draft.ts';
import { AmountField, Section, type SectionProps } from './section.tsx';
import { StrataFields } from './strata-fields.tsx';

const { kind: Kind } = SamplingRequest.shape;

/** The kinds with a sentence each; size with its precision; the seed. */
export function SamplingSection({
  draft,
  change,
  preview,
}: SectionProps & { readonly preview: PlanPreview | undefined }) {
  const { t } = useTranslation();
  const isGold = draft.purpose === 'gold';
  return (
    <Section name="sampling">
      <Radio.Group
        label={t('annotation.plan.sampling.kind')}
        value={draft.kind}
        onChange={(value) => change({ kind: Kind.parse(value) })}
      >
        <Stack gap={6} mt={6}>
          {Kind.options.map((value) => (
            <Radio
              key={value}
              value={value}
              disabled={isGold && value === 'uncertainty'}
              label={t(`annotation.sampling.${value}`)}
              description={t(
                isGold && value === 'uncertainty'
                  ? 'annotation.plan.sampling.notUncertainty'
                  : `annotation.plan.sampling.kinds.${value}`,
              )}
            />
          ))}
        </Stack>
      </Radio.Group>
      <div className={classes.fields}>
        {draft.kind !== 'all' && (
          <AmountField
            label={t('annotation.plan.sampling.size')}
            field="size"
            value={draft.size}
            min={1}
            onChange={(size) => change({ size })}
          />
        )}
        <AmountField
          label={t('annotation.plan.sampling.seed')}
          description={t('annotation.plan.sampling.seedHint')}
          field="seed"
          value={draft.seed}
          onChange={(seed) => change({ seed })}
        />
      </div>
      {isGold && <Precision preview={preview} />}
      {draft.kind === 'stratified' && <StrataFields draft={draft} change={change} preview={preview} />}
      {draft.kind === 'uncertainty' && <Shares draft={draft} change={change} />}
      {draft.kind !== 'stratified' && (
        <Checkbox
          label={t('annotation.plan.sampling.deduplicate')}
          description={t('annotation.plan.sampling.deduplicateHint')}
          checked={draft.deduplicate}
          onChange={(event) => change({ deduplicate: event.currentTarget.checked })}
        />
      )}
    </Section>
  );
}

/** How precise an accuracy measured with it would be. */
function Precision({ preview }: { readonly preview: PlanPreview | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { halfWidth } = preview ?? {};
  if (halfWidth === undefined) return null;
  return (
    <p className={classes.line}>
      {t('annotation.plan.sampling.precision', { points: formatNumber(halfWidth * 100, language, 1) })}
    </p>
  );
}

const queues = ['margin', 'random', 'rare'] as const;

/** Shares of the queues of an uncertainty sample. */
function Shares({ draft, change }: SectionProps) {
  const { t } = useTranslation();
  const { shares } = draft;
  const sum = queues.reduce((total, name) => total + (shares[name] ?? 0), 0);
  const set = (name: keyof PlanDraft['shares']) => (value: number | undefined) =>
    change({ shares: { ...shares, [name]: value } });
  return (
    <fieldset className={classes.group}>
      <legend>{t('annotation.plan.sampling.shares')}</legend>
      <div className={classes.fields}>
        {queues.map((name) => (
          <AmountField
            key={name}
            label={t(`annotation.queues.${name}`)}
            value={shares[name]}
            max={100}
            suffix={' %'}
            onChange={set(name)}
          />
        ))}
      </div>
      {sum !== 100 && <p className={classes.problem}>{t('annotation.plan.sampling.sum', { sum })}</p>}
    </fieldset>
  );
}
