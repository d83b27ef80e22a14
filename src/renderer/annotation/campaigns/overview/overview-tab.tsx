/** The first tab of a campaign: how it was drawn, its batches, its people, its guidelines, its files. */
import { useTranslation } from 'react-i18next';
import type { CampaignFile, CampaignRef } from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { formatNumber } from '../../../ui/format.ts';
import pairs from '../../../ui/ui.module.css';
import { useNomenclature } from '../../codes/use-nomenclature.ts';
import { levelTitle } from '../../codes/code-words.ts';
import classes from '../campaigns.module.css';
import { counted, formatDay, useNomenclatureName } from '../list/campaign-words.ts';
import { StrataTable } from '../plan/strata-fields.tsx';
import { useDesignSentence } from './design-sentence.ts';
import { Guidelines } from './guidelines.tsx';
import { ReadIt } from './read-it.tsx';

export interface CampaignPart {
  readonly at: CampaignRef;
  readonly campaign: CampaignFile;
}

/** Sections that read from top to bottom. */
export function OverviewTab({ at, campaign }: CampaignPart) {
  const { t } = useTranslation();
  const sentence = useDesignSentence();
  const { sampling } = campaign;
  return (
    <div className={classes.overview}>
      <section className={classes.block}>
        <h2>{t('annotation.overview.drawn')}</h2>
        <p>{sentence(sampling)}</p>
        {!sampling.probability && <p className={classes.line}>{t('annotation.plan.preview.noEstimates')}</p>}
        {sampling.strata.length > 1 && <StrataTable design={sampling} />}
      </section>
      <Batches campaign={campaign} />
      <Facts campaign={campaign} />
      <Guidelines campaign={campaign} />
      <ReadIt at={at} />
    </div>
  );
}

const kinds = ['calibration', 'overlap', 'single'] as const;

/** One line a kind of batch: how many, how many items, how many people code each. */
function Batches({ campaign: { batches, overlap } }: Pick<CampaignPart, 'campaign'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const rows = kinds.flatMap((kind) => {
    const own = batches.filter((batch) => batch.kind === kind);
    const [first] = own;
    const items = own.reduce((sum, batch) => sum + batch.items, 0);
    return first ? [{ kind, count: own.length, items, annotators: first.annotators }] : [];
  });
  const cell = (value: number) => <td data-number>{formatNumber(value, language)}</td>;
  return (
    <section className={classes.block}>
      <h2>{t('annotation.overview.batches')}</h2>
      <table className={classes.plainTable} aria-label={t('annotation.overview.batches')}>
        <thead>
          <tr>
            <th scope="col">{t('annotation.batches.kind')}</th>
            <th scope="col" data-number>
              {t('annotation.batches.count')}
            </th>
            <th scope="col" data-number>
              {t('annotation.batches.items')}
            </th>
            <th scope="col" data-number>
              {t('annotation.batches.annotators')}
            </th>
            <th scope="col" data-number>
              {t('annotation.batches.codings')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, count, items, annotators }) => (
            <tr key={kind}>
              <th scope="row">{t(`annotation.batches.kinds.${kind}`)}</th>
              {cell(count)}
              {cell(items)}
              {cell(annotators)}
              {cell(items * annotators)}
            </tr>
          ))}
        </tbody>
      </table>
      {overlap.controls > 0 && (
        <p className={classes.note}>
          {t('annotation.overview.controls', counted(overlap.controls, language))}
        </p>
      )}
    </section>
  );
}

function Facts({ campaign }: Pick<CampaignPart, 'campaign'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useNomenclatureName();
  const { nomenclature } = useNomenclature(campaign.nomenclature.id);
  const people = ['leads', 'adjudicators', 'annotators'] as const;
  return (
    <section className={classes.block}>
      <h2>{t('annotation.overview.people')}</h2>
      <dl className={pairs.pairs}>
        {people.map((role) => (
          <div key={role} className={classes.contents}>
            <dt>{t(`annotation.people.${role}`)}</dt>
            <dd>{campaign[role].join(', ') || '–'}</dd>
          </div>
        ))}
        <dt>{t('annotation.facts.nomenclature')}</dt>
        <dd>
          {nameOf(campaign.nomenclature.id)}
          {nomenclature && `, ${levelTitle(nomenclature, campaign.level, language)}`}
        </dd>
        {campaign.recoding && (
          <>
            <dt>{t('annotation.facts.recoding')}</dt>
            <dd>{nameOf(campaign.recoding.from)}</dd>
          </>
        )}
        <dt>{t('annotation.facts.deadline')}</dt>
        <dd>{campaign.deadline === undefined ? '–' : formatDay(campaign.deadline, language)}</dd>
        <dt>{t('annotation.facts.assignment')}</dt>
        <dd>
          {campaign.assignment === 'assigned'
            ? t('annotation.assignment.assigned')
            : t(campaign.stealing ? 'annotation.assignment.stealing' : 'annotation.assignment.claims', {
                hours: formatNumber(campaign.claimHours, language),
              })}
        </dd>
        <dt>{t('annotation.facts.made')}</dt>
        <dd>
          {t('annotation.facts.madeBy', {
            day: formatDay(campaign.createdAt, language),
            name: campaign.createdBy,
          })}
        </dd>
      </dl>
    </section>
  );
}
