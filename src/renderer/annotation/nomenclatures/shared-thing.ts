/** What can be shared or removed: a nomenclature, or the way from one to another. */
import { useTranslation } from 'react-i18next';
import { useNomenclatureName } from '../campaigns/list/campaign-words.ts';

export type Shared =
  | { readonly kind: 'nomenclature'; readonly id: string }
  | { readonly kind: 'correspondence'; readonly from: string; readonly to: string };

/** What it is called. */
export function useSharedName(): (what: Shared) => string {
  const { t } = useTranslation();
  const nameOf = useNomenclatureName();
  return (what) =>
    what.kind === 'nomenclature'
      ? nameOf(what.id)
      : t('annotation.nomenclatures.way', { from: nameOf(what.from), to: nameOf(what.to) });
}

/** The name of its file. */
export function fileNameOf(what: Shared): string {
  return what.kind === 'nomenclature' ? `${what.id}.json` : `${what.from}-${what.to}.json`;
}
