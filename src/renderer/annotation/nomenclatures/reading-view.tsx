/** What a file of codes turned out to be. */
import { useTranslation } from 'react-i18next';
import type { NomenclatureReading } from '../../../shared/contract/annotation/nomenclatures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatNumber } from '../../ui/format.ts';
import { ToneIcon } from '../../ui/state-mark.tsx';
import classes from '../campaigns/campaigns.module.css';
import { FindingsList } from '../campaigns/files/findings-list.tsx';
import { useNomenclatureName } from '../campaigns/list/campaign-words.ts';
import { wordsIn } from '../codes/code-words.ts';

/** One sentence, what it would replace, and the findings. */
export function ReadingView({ reading }: { readonly reading: NomenclatureReading }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useNomenclatureName();
  const { kind, id, titles, counts, of, findings, findingsInAll, replaces } = reading;
  const isUsable = reading.reading !== undefined;
  return (
    <div className={classes.form} role="status">
      <p className={classes.line}>
        <ToneIcon tone={isUsable ? 'good' : 'bad'} />
        {t(`annotation.import.kinds.${kind}`, {
          name: wordsIn(titles, language).text || id,
          of:
            kind === 'correspondence'
              ? t('annotation.nomenclatures.way', { from: nameOf(of[0] ?? '?'), to: nameOf(of[1] ?? '?') })
              : of.map(nameOf).join(', '),
          counts: counts.map((count) => formatNumber(count, language)).join(' / ') || '0',
        })}
      </p>
      {replaces !== undefined && isUsable && (
        <p className={classes.line}>
          <ToneIcon tone="warn" />
          {t('annotation.import.replaces')}
        </p>
      )}
      {!isUsable && <p className={classes.problem}>{t('annotation.import.unusable')}</p>}
      <FindingsList findings={findings} inAll={findingsInAll} />
    </div>
  );
}
