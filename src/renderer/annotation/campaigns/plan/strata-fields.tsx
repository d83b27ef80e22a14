/** Strata: by what, how the sample is shared out over them, and what that makes of each. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  SamplingRequest,
  type PlanPreview,
  type SamplingDesign,
} from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { useSay } from '../../../app/language/words.ts';
import { formatNumber } from '../../../ui/format.ts';
import classes from '../campaigns.module.css';
import { counted } from '../list/campaign-words.ts';
import type { SectionProps } from './section.tsx';

const Stratifier = SamplingRequest.shape.stratifyBy.unwrap();
const Allocation = SamplingRequest.shape.allocation.unwrap();
const shown = 60;

/** The two choices, and the table of strata that they make. */
export function StrataFields({
  draft,
  change,
  preview,
}: SectionProps & { readonly preview: PlanPreview | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.fields}>
        <NativeSelect
          label={t('annotation.plan.sampling.stratifyBy')}
          value={draft.stratifyBy}
          onChange={(event) => change({ stratifyBy: Stratifier.parse(event.currentTarget.value) })}
          data={Stratifier.options.map((value) => ({ value, label: t(`annotation.strata.by.${value}`) }))}
        />
        {draft.stratifyBy === 'column' && (
          <NativeSelect
            label={t('annotation.plan.sampling.column')}
            value={draft.column}
            onChange={(event) => change({ column: event.currentTarget.value })}
            data={['', ...(draft.reading?.columns.map(({ name }) => name) ?? [])]}
          />
        )}
        <NativeSelect
          label={t('annotation.plan.sampling.allocation')}
          value={draft.allocation}
          onChange={(event) => change({ allocation: Allocation.parse(event.currentTarget.value) })}
          data={Allocation.options.map((value) => ({ value, label: t(`annotation.allocations.${value}`) }))}
        />
      </div>
      <p className={classes.note}>{t(`annotation.plan.sampling.allocations.${draft.allocation}`)}</p>
      {preview && preview.design.kind === 'stratified' && <StrataTable design={preview.design} />}
    </>
  );
}

/** N_h and n_h of each stratum; the share that is drawn only where it is a probability. Strata of an uncertainty sample are its queues. */
export function StrataTable({ design }: { readonly design: SamplingDesign }) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const { strata, probability } = design;
  if (strata.length === 0) return null;
  return (
    <div className={classes.scrolling} tabIndex={0} role="region" aria-label={t('annotation.strata.title')}>
      <table className={classes.plainTable} aria-label={t('annotation.strata.title')}>
        <thead>
          <tr>
            <th scope="col">{t('annotation.strata.name')}</th>
            <th scope="col" data-number>
              {t('annotation.strata.population')} <span className="quiet">N_h</span>
            </th>
            <th scope="col" data-number>
              {t('annotation.strata.sampled')} <span className="quiet">n_h</span>
            </th>
            {probability && (
              <th scope="col" data-number>
                {t('annotation.strata.share')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {strata.slice(0, shown).map(({ name, populationSize, sampled }) => (
            <tr key={name}>
              <th scope="row">{(!probability && say(`annotation.queueNames.${name}`)) || name}</th>
              <td data-number>{formatNumber(populationSize, language)}</td>
              <td data-number>{formatNumber(sampled, language)}</td>
              {probability && (
                <td data-number>
                  {populationSize > 0
                    ? `${formatNumber((sampled / populationSize) * 100, language, 1)} %`
                    : '–'}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {strata.length > shown && (
        <p className={classes.note}>
          {t('annotation.strata.more', counted(strata.length - shown, language))}
        </p>
      )}
    </div>
  );
}
