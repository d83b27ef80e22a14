/** How the items of a campaign were drawn, as a sentence. */
import { useTranslation } from 'react-i18next';
import type { SamplingDesign } from '../../../../shared/contract/annotation/campaigns.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { useSay } from '../../../app/language/words.ts';
import { formatNumber } from '../../../ui/format.ts';
import { formatDay } from '../list/campaign-words.ts';

/** `1,701 of 61,204 rows, simple random, seed 7. From s3://..., read on 14 Nov 2026.` */
export function useDesignSentence(): (design: SamplingDesign) => string {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const percent = (share: number) => `${formatNumber(share * 100, language)} %`;
  const how = (design: SamplingDesign): string => {
    const { kind, strata, stratifiedBy = '', allocation, shares } = design;
    if (kind === 'stratified')
      return t('annotation.design.stratified', {
        by: say(`annotation.strata.by.${stratifiedBy}`) ?? stratifiedBy,
        strata: formatNumber(strata.length, language),
        allocation: allocation ? t(`annotation.allocations.${allocation}`) : '',
      });
    if (kind === 'uncertainty' && shares)
      return t('annotation.design.uncertainty', {
        margin: percent(shares.margin),
        random: percent(shares.random),
        rare: percent(shares.rare),
      });
    return t(`annotation.design.${kind}`);
  };
  return (design) => {
    const { frame, sampled, seed, deduplicated } = design;
    return t(deduplicated ? 'annotation.design.texts' : 'annotation.design.rows', {
      sampled: formatNumber(sampled, language),
      frame: formatNumber(deduplicated ? frame.distinctTexts : frame.rows, language),
      how: how(design),
      seed: String(seed),
      source: frame.source,
      day: formatDay(frame.readAt, language),
    });
  };
}
