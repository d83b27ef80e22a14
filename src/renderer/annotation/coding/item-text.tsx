/** The text to code, what the model was given of it, and its variables with their meanings. */
import { useTranslation } from 'react-i18next';
import type { CampaignFile } from '../../../shared/contract/annotation/campaigns.ts';
import type { CodingItem } from '../../../shared/contract/annotation/coding.ts';
import type { Tree } from '../../../shared/nomenclature/tree.ts';
import { useLanguage } from '../../app/language/setup.ts';
import type { Language } from '../../ui/format.ts';
import { CodeTitle } from '../codes/code-title.tsx';
import { wordsIn } from '../codes/code-words.ts';
import { fieldWords } from './field-words.ts';
import classes from './coding.module.css';

export interface ItemTextProps {
  readonly item: CodingItem;
  readonly campaign: CampaignFile;
  /** The nomenclature that is recoded from. */
  readonly known: Tree | undefined;
}

/** Raw and cleaned text side by side; what does not fit scrolls, so that nothing below moves. */
export function ItemText({ item, campaign, known }: ItemTextProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <section className={classes.item} aria-label={t('coding.item')}>
      <div className={classes.texts} tabIndex={0}>
        <p className={classes.text} lang="fr">
          {item.text}
        </p>
        <div className={classes.clean}>
          <span>{t('coding.cleaned')}</span>
          <p lang="fr">{item.cleanText === '' ? t('coding.cleanedEmpty') : item.cleanText}</p>
        </div>
      </div>
      <dl className={classes.fields} tabIndex={0}>
        {item.knownCode !== undefined && (
          <div>
            <dt>
              {t('coding.knownCode', {
                nomenclature: nameOf(known, language) ?? campaign.recoding?.from ?? '',
              })}
            </dt>
            <dd>
              <CodeTitle tree={known} code={item.knownCode} />
            </dd>
          </div>
        )}
        {fieldWords(campaign.fields, item.fields, language).map(({ name, title, value, meaning }) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd>
              {value}
              {meaning && <span> {meaning}</span>}
            </dd>
          </div>
        ))}
        {item.multiplicity > 1 && (
          <div>
            <dt>{t('coding.sameText')}</dt>
            <dd>{t('coding.times', { count: item.multiplicity })}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

const nameOf = (tree: Tree | undefined, language: Language): string | undefined =>
  wordsIn(tree?.nomenclature.titles ?? {}, language).text || undefined;
