/** One item: its text, what people said of it, the notes of their codes, and the verdict. */
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile } from '../../../shared/contract/annotation/campaigns.ts';
import type { Disagreement } from '../../../shared/contract/annotation/quality.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import { useNomenclature, type NomenclatureState } from '../codes/use-nomenclature.ts';
import { fieldWords } from '../coding/field-words.ts';
import { CompareNotes } from './compare-notes.tsx';
import { OpinionList } from './opinion-list.tsx';
import { SettledLine } from './settled-line.tsx';
import { useLevelWords } from './use-level-words.ts';
import type { Settling } from './use-settling.ts';
import { VerdictForm } from './verdict-form.tsx';
import { withOpinion, type Verdict } from './verdict.ts';
import classes from './adjudication.module.css';

export interface AdjudicationDetailProps {
  readonly item: Disagreement;
  readonly campaign: CampaignFile;
  readonly loaded: NomenclatureState;
  readonly verdict: Verdict;
  readonly canSettle: boolean;
  readonly showNames: boolean;
  readonly settling: Settling;
  readonly comment: RefObject<HTMLTextAreaElement | null>;
  readonly search: RefObject<HTMLDivElement | null>;
  readonly onChange: (verdict: Verdict) => void;
  readonly onCode: (code: string) => void;
  readonly onSettle: () => void;
}

/** The text stays on top; what is long below it scrolls. */
export function AdjudicationDetail(props: AdjudicationDetailProps) {
  const { item, campaign, loaded, verdict } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const levelWords = useLevelWords(loaded.nomenclature);
  const known = useNomenclature(item.knownCode === undefined ? undefined : campaign.recoding?.from);
  return (
    <article className={classes.detail} aria-label={t('quality.queue.item')}>
      <div
        className={classes.body}
        tabIndex={0}
        role="group"
        aria-label={t('quality.queue.item')}
        data-scrolls
      >
        <p className={classes.text} lang="fr">
          {item.text}
        </p>
        <dl className={classes.fields}>
          {item.knownCode !== undefined && (
            <div>
              <dt>{t('quality.queue.knownCode')}</dt>
              <dd>
                <CodeTitle tree={known.tree} code={item.knownCode} />
              </dd>
            </div>
          )}
          {fieldWords(campaign.fields, item.fields, language).map(({ name, title, value, meaning }) => (
            <div key={name}>
              <dt>{title}</dt>
              <dd>
                {value} {meaning && <span className="quiet">{meaning}</span>}
              </dd>
            </div>
          ))}
        </dl>
        <p className={classes.standing}>
          {item.because !== 'differs'
            ? t(`quality.queue.why.${item.because}`)
            : item.commonLevel === 0
              ? t('quality.queue.notEvenSection')
              : t('quality.queue.agreeTo', { level: levelWords(item.commonLevel) })}
        </p>
        <OpinionList
          opinions={item.opinions}
          tree={loaded.tree}
          verdict={verdict}
          canSettle={props.canSettle}
          showNames={props.showNames}
          onChoose={(opinion) => props.onChange(withOpinion(verdict, opinion))}
        />
        {item.settled && <SettledLine settled={item.settled} tree={loaded.tree} />}
        {loaded.tree && <CompareNotes item={item} tree={loaded.tree} chosen={verdict.code} />}
      </div>
      {props.canSettle && <VerdictForm {...props} />}
    </article>
  );
}
