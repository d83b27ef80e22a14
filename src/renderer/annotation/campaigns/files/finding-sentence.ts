/** What a finding says, in the words of what it was found in. */
import { useTranslation } from 'react-i18next';
import type { SourceFinding } from '../../../../shared/contract/annotation/campaigns.ts';
import type { Finding } from '../../../../shared/contract/annotation/nomenclatures.ts';
import { useNomenclatures } from '../../../app/streams.ts';
import { useNomenclatureName } from '../list/campaign-words.ts';

/** A file of texts: its findings name columns and not codes. */
export interface Source {
  /** That it was read as. */
  readonly encoding?: string | undefined;
}

/** The sentence of a finding: in a file of texts (`source`), or in a nomenclature. */
export function useFindingSentence(source: Source | undefined): (finding: SourceFinding | Finding) => string {
  const { t } = useTranslation();
  const nameOf = useNomenclatureName();
  const { value } = useNomenclatures();
  return ({ kind, name, line }) => {
    if (source) {
      // Without a line the whole file was read so, and nothing of it is damaged.
      if (kind === 'encoding' && line === undefined && source.encoding !== undefined)
        return t('annotation.findings.readAs', { name, encoding: source.encoding });
      if (kind === 'unknown-code') return t('annotation.findings.unknownCodes', { name });
      if (kind === 'other-version' && value?.nomenclatures.some(({ id }) => id === name))
        return t('annotation.findings.twoVersions', { name: nameOf(name) });
    }
    return t(`annotation.findings.kinds.${kind}`, { name });
  };
}
