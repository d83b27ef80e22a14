/** What is in a model that was read, in one line. */
import type { TFunction } from 'i18next';
import type { ModelContent } from '../../../shared/contract/models/pins.ts';
import { formatNumber, type Language } from '../../ui/format.ts';
import { formatShare } from '../parts/numbers.ts';

/** `746 codes (NAF 2025, 99.7 %), dimension 180, one-versus-all`. */
export function contentWords(content: ModelContent, t: TFunction, language: Language): string {
  const { nomenclature, labels, dimension, loss } = content;
  const codes = nomenclature
    ? t('models.content.codesOf', {
        number: formatNumber(labels, language),
        id: nomenclature.id,
        share: formatShare(nomenclature.share, language),
      })
    : t('models.content.codes', { number: formatNumber(labels, language) });
  const parts = [codes, t('models.content.dimension', { dimension }), t(`models.content.losses.${loss}`)];
  if (content.quantised) parts.push(t('models.content.quantised'));
  return parts.join(', ');
}
